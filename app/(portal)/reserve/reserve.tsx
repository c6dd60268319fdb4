import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type Choice, ReserveForm } from "@/components/reservations/reserve-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import type { Viewer } from "@/lib/domain/permissions";
import { policy } from "@/lib/policy";
import { offerOf } from "@/lib/reservations/live";
import type { Queue } from "@/lib/reservations/views";
import { reserveGpu } from "../reservations/actions";

type Props = {
  queues: readonly Queue[];
  viewer: Viewer;
  liveCount: number;
  /** The GPU whose button led here; no GPU has the id 0. */
  wantedGpuId: number;
};

/** The form, or why there is none; and why the GPU that led here is not in it. */
export async function Reserve({ queues, viewer, liveCount, wantedGpuId }: Props) {
  const t = await getTranslations("reserve");
  const refused = await getTranslations("gpu.refused");
  const { claimWindowMinutes, maxLiveReservations } = policy();
  const offers = queues.map((queue) => ({ queue, offer: offerOf(queue, viewer.id) }));
  const choices = offers.flatMap(({ queue, offer }): Choice[] =>
    offer.kind === "reservable" ? [{ queue, startsAt: offer.startsAt }] : [],
  );
  const [first, ...others] = choices;
  if (liveCount >= maxLiveReservations) {
    return <Notice tone="info">{t("atMost", { most: maxLiveReservations })}</Notice>;
  }
  if (!first) {
    return (
      <EmptyState
        title={liveCount > 0 ? t("allReserved") : t("nothing")}
        action={
          <Link href="/dashboard" className="btn">
            {t("toDashboard")}
          </Link>
        }
      >
        {liveCount > 0 ? t("allReservedHelp") : t("nothingHelp")}
      </EmptyState>
    );
  }
  const wanted = offers.find(({ queue }) => queue.gpu.id === wantedGpuId);
  return (
    <div className="grid gap-4">
      {wanted && wanted.offer.kind !== "reservable" && (
        <Notice tone="info">
          {wanted.offer.kind === "reserved" ? t("reservedAlready") : refused(wanted.offer.kind)}
        </Notice>
      )}
      <ReserveForm
        choices={[first, ...others]}
        chosen={wanted?.offer.kind === "reservable" ? wantedGpuId : null}
        claimWindowMinutes={claimWindowMinutes}
        reserve={reserveGpu}
      />
    </div>
  );
}
