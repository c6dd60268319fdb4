import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveCard } from "@/components/reservations/live-card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { liveReservationsOf } from "@/lib/reservations/live";
import { requireUser } from "@/lib/web/session";
import { queuesOfViewer } from "../../viewer-queues";
import { OWN_ACTIONS } from "../reservations/own-actions";
import { History } from "./history";
import { Reserve } from "./reserve";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reserve");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Query> };

/** Reserve a GPU; below and beside, what the viewer has and had. */
export default async function ReservePage({ searchParams }: Props) {
  const viewer = await requireUser();
  const query = await searchParams;
  const t = await getTranslations("reserve");
  const queues = await queuesOfViewer();
  const live = liveReservationsOf(queues, viewer.id);
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <section aria-label={t("title")}>
          <Reserve
            queues={queues}
            viewer={viewer}
            liveCount={live.length}
            wantedGpuId={Number(parameter(query, "gpu"))}
          />
        </section>
        {queues.length > 0 && (
          <section aria-labelledby="live" className="grid gap-3">
            <h2 id="live" className="font-semibold text-lg">
              {t("live")}
            </h2>
            {live.length === 0 && <EmptyState title={t("noLive")}>{t("noLiveHelp")}</EmptyState>}
            {live.map((reservation) => (
              <LiveCard key={reservation.id} live={reservation} actions={OWN_ACTIONS} />
            ))}
          </section>
        )}
      </div>
      <History viewer={viewer} query={query} />
    </>
  );
}
