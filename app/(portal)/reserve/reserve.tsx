import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type Choice, type NoChoice, ReserveForm } from "@/components/reservations/reserve-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import type { Viewer } from "@/lib/domain/permissions";
import { policy } from "@/lib/policy";
import { estimatesFor } from "@/lib/reservations/live";
import type { Offer, Queue } from "@/lib/reservations/views";
import type { Reading } from "@/lib/stats/views";
import { reserveGpu } from "../reservations/actions";

/** A GPU that the viewer sees, and what it has for them. */
export type Offered = { readonly queue: Queue; readonly offer: Offer };

type Props = {
  viewer: Viewer;
  /** Every GPU; and those that are looked for, in the order in which to show them. */
  all: readonly Offered[];
  found: readonly Offered[];
  liveCount: number;
  /** The GPU whose button led here; no GPU has the id 0. */
  wantedGpuId: number;
  hours: string;
  readings: ReadonlyMap<number, Reading>;
};

function sorted(found: readonly Offered[]): { choices: Choice[]; noChoices: NoChoice[] } {
  const choices: Choice[] = [];
  const noChoices: NoChoice[] = [];
  for (const { queue, offer } of found) {
    if (offer.kind === "reservable") choices.push({ queue, ...estimatesFor(queue) });
    // An administrator sees every GPU, and reserves those that they were given access to.
    else if (offer.kind !== "no-access") noChoices.push({ queue, offer });
  }
  return { choices, noChoices };
}

/** The form, or why there is none; and why the GPU that led here is not in it. */
export async function Reserve({
  viewer,
  all,
  found,
  liveCount,
  wantedGpuId,
  hours,
  readings,
}: Props) {
  const t = await getTranslations("reserve");
  const refused = await getTranslations("gpu.refused");
  const { claimWindowMinutes, maxLiveReservations } = policy();
  const reservable = all.filter(({ offer }) => offer.kind === "reservable");
  if (liveCount >= maxLiveReservations) {
    return <Notice tone="info">{t("atMost", { most: maxLiveReservations })}</Notice>;
  }
  if (reservable.length === 0 && viewer.isAdmin && liveCount === 0) {
    return (
      <EmptyState
        title={t("nothing")}
        action={
          <Link href={`/admin/access?user=${viewer.id}`} className="btn">
            {t("ownAccess")}
          </Link>
        }
      >
        {t("nothingHelpAdmin")}
      </EmptyState>
    );
  }
  if (reservable.length === 0) {
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
  const wanted = all.find(({ queue }) => queue.gpu.id === wantedGpuId);
  // None by default: what is shown first may change while the page refreshes itself.
  const only = all.length === 1 ? reservable[0] : undefined;
  const chosen = wanted?.offer.kind === "reservable" ? wanted : only;
  return (
    <div className="grid gap-4">
      {wanted && wanted.offer.kind !== "reservable" && (
        <Notice tone="info">
          {wanted.offer.kind === "reserved" ? t("reservedAlready") : refused(wanted.offer.kind)}
        </Notice>
      )}
      <ReserveForm
        {...sorted(found)}
        chosen={chosen?.queue.gpu.id ?? null}
        hours={hours}
        readingOf={(gpuId) => readings.get(gpuId)}
        claimWindowMinutes={claimWindowMinutes}
        reserve={reserveGpu}
      />
    </div>
  );
}
