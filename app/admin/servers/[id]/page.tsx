import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { PageTitle } from "@/components/ui/page-title";
import { findServer, foundCards, incidentsOn, problemsOf } from "@/lib/agents/queries";
import { gpuFiltersSchema, matchingGpus } from "@/lib/gpus/list";
import { listGpus } from "@/lib/gpus/queries";
import { maintenanceOfServer } from "@/lib/maintenance/queries";
import { visibleQueues } from "@/lib/reservations/queries";
import { portalUrl } from "@/lib/settings";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { GpuTable } from "../../gpus/gpu-table";
import { MaintenanceSection } from "../../maintenance/section";
import { AgentSection } from "./agent-section";
import { FoundTable } from "./found-table";
import { IncidentTable } from "./incident-table";
import { ProblemTable } from "./problem-table";

type Props = { params: Promise<{ id: string }> };

const found = cache(async (segment: string) => (await findServer(pathId(segment))) ?? notFound());

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireAdmin();
  const { name } = await found((await params).id);
  const t = await getTranslations("adminServer");
  return { title: t("title", { name }) };
}

/** One server: its agent, its cards, and what is or was wrong. */
export default async function ServerPage({ params }: Props) {
  const viewer = await requireAdmin();
  const server = await found((await params).id);
  const [gpus, queues, cards, problems, incidents, maintenance] = await Promise.all([
    listGpus(),
    visibleQueues(viewer),
    foundCards(server.id),
    problemsOf(server.id),
    incidentsOn(server.id),
    maintenanceOfServer(server.id),
  ]);
  const t = await getTranslations("adminServer");
  const all = matchingGpus(gpus, queues, gpuFiltersSchema.parse({}));
  const own = all.filter(({ serverId }) => serverId === server.id);
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title", { name: server.name })} />
      <div className="grid grid-cols-1 gap-8 pt-2">
        <AgentSection server={server} portal={portalUrl()} />
        {cards.length > 0 && <FoundTable cards={cards} />}
        <section>
          <h2 className="pb-3 font-semibold text-lg">{t("gpus")}</h2>
          {own.length === 0 ? <p className="text-muted">{t("noGpus")}</p> : <GpuTable gpus={own} />}
        </section>
        <MaintenanceSection subject={{ of: "server", id: server.id }} entries={maintenance} />
        <IncidentTable incidents={incidents} />
        {problems.length > 0 && <ProblemTable problems={problems} />}
        <p>
          <Link href="/admin/servers" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
