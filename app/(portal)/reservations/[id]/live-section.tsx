import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ConnectionInfo } from "@/components/gpus/connection-info";
import { Headline } from "@/components/reservations/headline";
import { LiveState } from "@/components/reservations/live-state";
import { NextStep } from "@/components/reservations/next-step";
import { WaitingHelp } from "@/components/reservations/waiting-help";
import { StateSign } from "@/components/ui/state-chip";
import type { Viewer } from "@/lib/domain/permissions";
import { connectionInfo } from "@/lib/reservations/queries";
import type { LiveReservation } from "@/lib/reservations/views";
import { OWN_ACTIONS } from "../own-actions";

type Props = { live: LiveReservation; viewer: Viewer };

/** A reservation that can still change: how it stands, how to reach the GPU, what to do. */
export async function LiveSection({ live, viewer }: Props) {
  const t = await getTranslations("reservation");
  const { status, gpu, details, expectation, obstacle } = live;
  const isOwn = details.userId === viewer.id;
  const info = status === "ACTIVE" ? await connectionInfo(viewer, gpu.id) : null;
  const place = expectation?.place ?? 0;
  const headline = isOwn
    ? t(`headline.${status}`, { place })
    : t(`headlineOf.${status}`, { place });
  return (
    <section aria-label={headline} className="card-box grid gap-5 p-4 sm:p-6">
      <div className="grid gap-1">
        <Headline
          id={details.id}
          state={status}
          className="flex items-center gap-2 font-semibold text-xl"
        >
          {status === "NOTIFIED" && <StateSign state="turn" className="size-4 text-turn" />}
          {status === "ACTIVE" && <StateSign state="held" className="size-4 text-held" />}
          {headline}
        </Headline>
        <p>
          <LiveState live={live} />
        </p>
        {status === "WAITING" && isOwn && !obstacle && <WaitingHelp live={live} />}
      </div>
      {info !== null && <ConnectionInfo text={info} />}
      {isOwn ? (
        <NextStep live={live} actions={OWN_ACTIONS} />
      ) : (
        <div>
          <Link href="/admin/reservations" className="btn">
            {t("manage")}
          </Link>
        </div>
      )}
    </section>
  );
}
