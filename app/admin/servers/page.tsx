import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import { type Query, withQuery } from "@/components/ui/query";
import { agentsByServer, foundCards } from "@/lib/agents/queries";
import { pageOf } from "@/lib/gpus/list";
import { AGENT_STATES, matchingServers, serverFiltersSchema } from "@/lib/gpus/list-servers";
import { listServers } from "@/lib/gpus/queries";
import { requireAdmin } from "@/lib/web/session";
import { AddServer } from "./add-server";
import { ServerTable } from "./server-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus.servers");
  return { title: t("title") };
}

async function Filters({ query }: { query: Query }) {
  const t = await getTranslations("adminGpus.servers");
  const states = await getTranslations("adminServer.agent.chip");
  const any = { value: "", label: t("any") };
  return (
    <FilterBar query={query} names={["search", "agent"]}>
      <FilterSearch name="search" label={t("search")} query={query} />
      <FilterSelect
        name="agent"
        label={t("agent")}
        query={query}
        options={[any, ...AGENT_STATES.map((value) => ({ value, label: states(value) }))]}
      />
    </FilterBar>
  );
}

/** Every server, searched, filtered, sorted. */
export default async function ServersPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin();
  const query = await searchParams;
  const filters = serverFiltersSchema.parse(query);
  const [servers, agents, cards] = await Promise.all([
    listServers(),
    agentsByServer(),
    foundCards(),
  ]);
  const t = await getTranslations("adminGpus.servers");
  const matching = matchingServers(servers, agents, cards, filters);
  const { rows, page, pages } = pageOf(matching, filters.page);
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")}>
        {servers.length > 0 && (
          <>
            <DownloadLink href={`/api/servers${withQuery(query, { page: undefined })}`} />
            <AddServer />
          </>
        )}
      </PageTitle>
      {servers.length === 0 ? (
        <EmptyState title={t("empty")} action={<AddServer />}>
          {t("emptyHelp")}
        </EmptyState>
      ) : (
        <>
          <Filters query={query} />
          {rows.length === 0 ? (
            <EmptyState title={t("nothing")}>{t("nothingHelp")}</EmptyState>
          ) : (
            <>
              <p className="pb-2 text-muted text-sm">{t("count", { count: matching.length })}</p>
              <ServerTable servers={rows} query={query} sort={filters.sort} />
              <Pagination page={page} pages={pages} query={query} />
            </>
          )}
        </>
      )}
    </div>
  );
}
