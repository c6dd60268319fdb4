import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Outages } from "@/components/gpus/outages";
import { QueueTimeline } from "@/components/reservations/queue-timeline";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { Seen } from "@/components/ui/seen";
import { StateChip } from "@/components/ui/state-chip";
import { SubmitButton } from "@/components/ui/submit-button";
import { incidentsOf } from "@/lib/agents/queries";
import { identitiesOf } from "@/lib/agents/queries-identity";
import { editable, findGpu, listServers, versionOf } from "@/lib/gpus/queries";
import { maintenanceOfGpu } from "@/lib/maintenance/queries";
import { findVisibleQueue } from "@/lib/reservations/queries";
import { listReservations } from "@/lib/reservations/queries-admin";
import { reservationFiltersSchema } from "@/lib/reservations/schema-admin";
import { gpuChart } from "@/lib/stats/queries";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { Statistics } from "../../../(portal)/gpus/[id]/statistics";
import { MaintenanceSection } from "../../maintenance/section";
import { saveGpu } from "../actions";
import { GpuFields } from "../gpu-fields";
import { DeleteGpu } from "./delete-gpu";
import { GpuSwitch } from "./gpu-switch";
import { HealthSection } from "./health-section";
import { HistorySection } from "./history-section";
import { QueueSection } from "./queue-section";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus");
  return { title: t("title") };
}

/** The page of the history that the URL asks for, and nothing else of it. */
const historyFilters = (id: number, query: Query) =>
  reservationFiltersSchema.parse({
    group: "ended",
    gpu: String(id),
    sort: "-end",
    page: parameter(query, "page"),
  });

/** One GPU as administrators see it: who is on it, how it does, what it is. */
export default async function GpuPage({ params, searchParams }: Props) {
  const viewer = await requireAdmin();
  const id = pathId((await params).id);
  const query = await searchParams;
  const [gpu, queue, servers, maintenance, chart, identities, incidents, past] = await Promise.all([
    findGpu(id),
    findVisibleQueue(viewer, id),
    listServers(),
    maintenanceOfGpu(id),
    gpuChart(viewer, id),
    identitiesOf(id),
    incidentsOf(id),
    listReservations(historyFilters(id, query), { from: null, before: null }),
  ]);
  if (!gpu || !queue) notFound();
  const isNew = parameter(query, "notice") === "created";
  const t = await getTranslations("adminGpus");
  const access = `/admin/access?gpu=${id}`;
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle
        title={t("name", { model: gpu.model, gpuName: gpu.gpuName })}
        help={
          <span className="flex flex-wrap gap-x-4">
            <Link href={`/admin/servers/${gpu.serverId}`} prefetch={false} className="text-link">
              {t("page.server", { name: gpu.server })}
            </Link>
            <Link href={`/gpus/${id}`} prefetch={false} className="text-link">
              {t("page.public")}
            </Link>
          </span>
        }
      >
        <StateChip state={queue.condition} />
        <Link href={access} className="btn btn-sm">
          {t("access", { count: gpu.users })}
        </Link>
        <GpuSwitch queue={queue} />
      </PageTitle>
      <div className="grid grid-cols-1 gap-8 pt-2">
        {isNew && (
          <Notice tone="success">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              {t("created", { count: gpu.users })}
              <Link href={access} className="btn btn-primary btn-sm">
                {t("grant")}
              </Link>
            </div>
          </Notice>
        )}
        <div className="empty:hidden">
          <Outages queue={queue} />
        </div>
        <section aria-labelledby="timeline">
          <h2 id="timeline" className="pb-3 font-semibold text-lg">
            {t("page.timeline")}
          </h2>
          <QueueTimeline queues={[queue]} viewerId={viewer.id} />
        </section>
        <QueueSection queue={queue} />
        <MaintenanceSection subject={{ of: "gpu", id }} entries={maintenance} />
        {chart && <Statistics gpuId={id} viewer={viewer} chart={chart} query={query} />}
        <HealthSection gpu={gpu} identities={identities} incidents={incidents} />
        <HistorySection gpuId={id} list={past} query={query} />
        <section className="card-box max-w-3xl p-4 sm:p-6" aria-labelledby="settings">
          <h2 id="settings" className="pb-4 font-semibold text-lg">
            {t("page.settings")}
          </h2>
          <Form action={saveGpu} version={versionOf(editable(gpu))}>
            <input type="hidden" name="id" value={id} />
            <Seen value={versionOf(editable(gpu))} />
            <GpuFields
              gpu={editable(gpu)}
              people={queue.waiters.length + (queue.holder ? 1 : 0)}
              servers={servers}
            />
            <SubmitButton className="btn-primary justify-self-start">{t("save")}</SubmitButton>
          </Form>
          <div className="pt-4">
            <DeleteGpu gpu={gpu} />
          </div>
        </section>
        <p>
          <Link href="/admin/gpus" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
