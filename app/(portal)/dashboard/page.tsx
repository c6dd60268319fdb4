import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { GpuCard } from "@/components/gpus/gpu-card";
import { GpuFilter } from "@/components/gpus/gpu-filter";
import { WaitingSummary } from "@/components/reservations/waiting-summary";
import { EmptyState } from "@/components/ui/empty-state";
import { PageTitle } from "@/components/ui/page-title";
import { type Query, withQuery } from "@/components/ui/query";
import type { Viewer } from "@/lib/domain/permissions";
import type { Instant } from "@/lib/domain/words";
import { liveReservationsOf, offerOf } from "@/lib/reservations/live";
import { FILTER_NAMES, filterChoices, filterQueues } from "@/lib/reservations/queue-filter";
import type { Queue } from "@/lib/reservations/views";
import { lastDayOf, readingsOf } from "@/lib/stats/queries";
import { requireUser } from "@/lib/web/session";
import { queueFilterOf } from "../../queue-filter-of";
import { queuesOfViewer } from "../../viewer-queues";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("dashboard");
  return { title: t("title") };
}

function byServer(queues: readonly Queue[]): [server: string, queues: Queue[]][] {
  const groups = new Map<string, Queue[]>();
  for (const queue of queues) {
    const { server } = queue.gpu;
    groups.set(server, [...(groups.get(server) ?? []), queue]);
  }
  return [...groups];
}

/** What the cards show of their GPUs' work, by GPU. */
async function numbersOf(viewer: Viewer, now: Instant) {
  const [readings, lastDay] = await Promise.all([readingsOf(viewer), lastDayOf(viewer, now)]);
  const reading = new Map(readings.map((each) => [each.gpuId, each]));
  return (gpuId: number) => ({ reading: reading.get(gpuId), lastDay: lastDay.get(gpuId) });
}

type Props = { searchParams: Promise<Query> };

/** Every GPU that the viewer sees: is one free, and when is it their turn? */
export default async function DashboardPage({ searchParams }: Props) {
  const viewer = await requireUser();
  const query = await searchParams;
  const t = await getTranslations("dashboard");
  const queues = await queuesOfViewer();
  const free = queues.filter(({ condition }) => condition === "free").length;
  const live = liveReservationsOf(queues, viewer.id);
  const waiting = live.filter(({ status }) => status === "WAITING");
  const [first] = queues;
  if (!first) {
    return (
      <>
        <PageTitle title={t("title")} />
        {viewer.isAdmin ? (
          <EmptyState
            title={t("noGpuYet")}
            action={
              <Link href="/admin/gpus" className="btn btn-primary">
                {t("addGpu")}
              </Link>
            }
          >
            {t("noGpuYetHelp")}
          </EmptyState>
        ) : (
          <EmptyState title={t("noGpuVisible")}>{t("noGpuVisibleHelp")}</EmptyState>
        )}
      </>
    );
  }
  const numbers = await numbersOf(viewer, first.now);
  const found = filterQueues(queues, queueFilterOf(query));
  const freeOnes = (chunks: ReactNode) =>
    free > 0 ? (
      <Link href={withQuery({}, { state: "free" })} className="text-link" scroll={false}>
        {chunks}
      </Link>
    ) : (
      chunks
    );
  return (
    <>
      <PageTitle
        title={t("title")}
        help={t.rich("free", { free, total: queues.length, link: freeOnes })}
      />
      <WaitingSummary waiting={waiting} />
      <GpuFilter
        query={query}
        names={FILTER_NAMES}
        choices={filterChoices(queues)}
        total={queues.length}
        found={found.length}
      />
      {found.length === 0 && (
        <EmptyState
          title={t("noneFound")}
          action={
            <Link href="/dashboard" className="btn">
              {t("showAll")}
            </Link>
          }
        />
      )}
      {byServer(found).map(([server, cards], index) => (
        <section key={server} aria-labelledby={`server-${index}`} className="mb-8">
          <h2 id={`server-${index}`} className="mb-3 font-semibold text-muted">
            {server}
          </h2>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-4">
            {cards.map((queue) => (
              <GpuCard
                key={queue.gpu.id}
                queue={queue}
                offer={offerOf(queue, viewer.id)}
                numbers={numbers(queue.gpu.id)}
                viewerId={viewer.id}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
