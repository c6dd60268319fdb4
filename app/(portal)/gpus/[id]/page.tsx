import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ConnectionInfo } from "@/components/gpus/connection-info";
import { GpuState } from "@/components/gpus/gpu-state";
import { OfferButton } from "@/components/gpus/offer-button";
import { QueueTable } from "@/components/gpus/queue-table";
import { QueueTimeline } from "@/components/reservations/queue-timeline";
import { CurrentNumbers } from "@/components/stats/current-numbers";
import { Processes } from "@/components/stats/processes";
import { PageTitle } from "@/components/ui/page-title";
import type { Query } from "@/components/ui/query";
import { StateChip } from "@/components/ui/state-chip";
import { offerOf } from "@/lib/reservations/live";
import { connectionInfo, findVisibleQueue } from "@/lib/reservations/queries";
import { gpuChart, readingsOf } from "@/lib/stats/queries";
import { processesOn } from "@/lib/stats/queries-processes";
import { pathId } from "@/lib/web/path-id";
import { requireUser } from "@/lib/web/session";
import { Statistics } from "./statistics";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

/** The GPU that the path names; one that the viewer does not see is not there. */
const found = cache(async (id: string) => {
  const viewer = await requireUser();
  return (await findVisibleQueue(viewer, pathId(id))) ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { gpu } = await found((await params).id);
  const t = await getTranslations("gpu");
  return { title: t("name", { model: gpu.model, gpuName: gpu.gpuName }) };
}

/** One GPU: how it stands, who waits for it, and what it did in the last days. */
export default async function GpuPage({ params, searchParams }: Props) {
  const queue = await found((await params).id);
  const viewer = await requireUser();
  const t = await getTranslations("gpu");
  const { gpu, condition, waiters, longestHours } = queue;
  const offer = offerOf(queue, viewer.id);
  const [info, readings, chart, computing] = await Promise.all([
    connectionInfo(viewer, gpu.id),
    readingsOf(viewer),
    gpuChart(viewer, gpu.id),
    processesOn(viewer, gpu.id),
  ]);
  return (
    <>
      <PageTitle title={t("name", { model: gpu.model, gpuName: gpu.gpuName })}>
        <Link href={`/usage?by=month&period=thisYear&gpu=${gpu.id}`} className="btn">
          {t("usage")}
        </Link>
        <div className="self-center">
          <OfferButton gpuId={gpu.id} offer={offer} isFree={condition === "free"} />
        </div>
      </PageTitle>
      <section aria-label={t("state")} className="card-box mb-8 grid gap-4 p-4 sm:p-6">
        <div>
          <StateChip state={condition} />
        </div>
        <GpuState queue={queue} offer={offer} />
        <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
          <div className="flex gap-2">
            <dt className="text-muted">{t("server")}</dt>
            <dd>{gpu.server}</dd>
          </div>
          <div className="flex gap-2">
            <dt className="text-muted">{t("cuda")}</dt>
            <dd>{gpu.cudaVersion}</dd>
          </div>
          {offer.kind !== "no-access" && (
            <div className="flex gap-2">
              <dt className="text-muted">{t("longest")}</dt>
              <dd>{t("hours", { hours: longestHours })}</dd>
            </div>
          )}
        </dl>
        <CurrentNumbers gpuId={gpu.id} reading={readings.find(({ gpuId }) => gpuId === gpu.id)} />
        {info !== null && <ConnectionInfo text={info} />}
      </section>
      <section aria-labelledby="queue">
        <h2 id="queue" className="mb-1 font-semibold text-lg">
          {t("queue.title")}
        </h2>
        {waiters.length === 0 ? (
          <p className="mb-3 text-muted">{t("queue.empty")}</p>
        ) : (
          <p className="mb-3 text-muted text-sm">{t("queue.help")}</p>
        )}
        <div className="mb-4">
          <QueueTimeline queues={[queue]} viewerId={viewer.id} />
        </div>
        {waiters.length > 0 && <QueueTable waiters={waiters} viewer={viewer} />}
      </section>
      {computing && <Processes computing={computing} />}
      {chart && (
        <Statistics gpuId={gpu.id} viewer={viewer} chart={chart} query={await searchParams} />
      )}
    </>
  );
}
