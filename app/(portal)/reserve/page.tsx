import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { GpuFilter } from "@/components/gpus/gpu-filter";
import { LiveCard } from "@/components/reservations/live-card";
import { QueueTimeline } from "@/components/reservations/queue-timeline";
import { FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { policy } from "@/lib/policy";
import { liveReservationsOf, offerOf } from "@/lib/reservations/live";
import {
  FILTER_NAMES,
  filterChoices,
  filterQueues,
  ORDERS,
  sortQueues,
} from "@/lib/reservations/queue-filter";
import { readingsOf } from "@/lib/stats/queries";
import { requireUser } from "@/lib/web/session";
import { queueFilterOf } from "../../queue-filter-of";
import { queuesOfViewer } from "../../viewer-queues";
import { OWN_ACTIONS } from "../reservations/own-actions";
import { History } from "./history";
import { Reserve } from "./reserve";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reserve");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Query> };

/** The hours that a link asks for, when they can be any. */
function hoursOf(query: Query): string {
  const hours = parameter(query, "hours");
  return /^[1-9]\d{0,3}$/.test(hours) ? hours : "";
}

/** Reserve a GPU; what the viewer has and had, and what is ahead on all GPUs. */
export default async function ReservePage({ searchParams }: Props) {
  const viewer = await requireUser();
  const query = await searchParams;
  const t = await getTranslations("reserve");
  const [queues, readings] = await Promise.all([queuesOfViewer(), readingsOf(viewer)]);
  const live = liveReservationsOf(queues, viewer.id);
  const all = queues.map((queue) => ({ queue, offer: offerOf(queue, viewer.id) }));
  const offers = new Map(all.map((offered) => [offered.queue.gpu.id, offered]));
  const found = filterQueues(queues, queueFilterOf(query));
  const startOf = ({ gpu }: (typeof found)[number]) => {
    const offer = offers.get(gpu.id)?.offer;
    return offer?.kind === "reservable" ? offer.startsAt : null;
  };
  const inOrder = sortQueues(found, parameter(query, "order"), startOf);
  // Who has no room for another one looks only at what is ahead.
  const isFull = live.length >= policy().maxLiveReservations;
  const reserve = (
    <section aria-label={t("title")} className={isFull ? "mb-6" : ""}>
      <Reserve
        viewer={viewer}
        all={all}
        found={inOrder.flatMap(({ gpu }) => offers.get(gpu.id) ?? [])}
        liveCount={live.length}
        wantedGpuId={Number(parameter(query, "gpu"))}
        hours={hoursOf(query)}
        readings={new Map(readings.map((reading) => [reading.gpuId, reading]))}
      />
    </section>
  );
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
      {live.length > 0 && (
        <section aria-labelledby="live" className="mb-8">
          <h2 id="live" className="mb-3 font-semibold text-lg">
            {t("live")}
          </h2>
          <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
            {live.map((reservation) => (
              <LiveCard key={reservation.id} live={reservation} actions={OWN_ACTIONS} />
            ))}
          </div>
        </section>
      )}
      {isFull && reserve}
      <GpuFilter
        query={query}
        names={FILTER_NAMES}
        choices={filterChoices(queues)}
        total={queues.length}
        found={found.length}
      >
        {!isFull && (
          <FilterSelect
            name="order"
            label={t("order.label")}
            query={query}
            options={ORDERS.map((order) => ({
              value: order === "soonest" ? "" : order,
              label: t(`order.${order}`),
            }))}
          />
        )}
      </GpuFilter>
      {!isFull && reserve}
      {found.length > 0 && (
        <section aria-labelledby="ahead" className="mt-10">
          <h2 id="ahead" className="mb-3 font-semibold text-lg">
            {t("ahead")}
          </h2>
          <QueueTimeline queues={found} viewerId={viewer.id} withProposal />
        </section>
      )}
      <History viewer={viewer} query={query} />
    </>
  );
}
