import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { PageTitle } from "@/components/ui/page-title";
import { agentsByServer, foundCards } from "@/lib/agents/queries";
import { listGpus, listServers } from "@/lib/gpus/queries";
import { visibleQueues } from "@/lib/reservations/queries";
import { requireAdmin } from "@/lib/web/session";
import { GpuTable } from "./gpu-table";
import { ServerTable } from "./server-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus");
  return { title: t("title") };
}

export default async function GpusPage() {
  const viewer = await requireAdmin();
  const [gpus, queues, servers, agents, found] = await Promise.all([
    listGpus(),
    visibleQueues(viewer),
    listServers(),
    agentsByServer(),
    foundCards(),
  ]);
  const t = await getTranslations("adminGpus");
  const add = (
    <Link href="/admin/gpus/new" className="btn btn-primary">
      {t("add")}
    </Link>
  );
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")}>
        {gpus.length > 0 && add}
      </PageTitle>
      {gpus.length === 0 ? (
        <EmptyState title={t("empty")} action={add}>
          {t("emptyHelp")}
        </EmptyState>
      ) : (
        <GpuTable gpus={gpus} queues={queues} />
      )}
      <ServerTable servers={servers} agents={agents} found={found} />
    </div>
  );
}
