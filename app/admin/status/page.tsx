import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { StateChip } from "@/components/ui/state-chip";
import { agentsByServer } from "@/lib/agents/queries";
import { timeView } from "@/lib/i18n/time-view";
import { readHealth } from "@/lib/watch/health";
import type { Health } from "@/lib/watch/judge";
import { lastDay } from "@/lib/watch/queries-day";
import { watchedGpus } from "@/lib/watch/queries-gpus";
import { requireAdmin } from "@/lib/web/session";
import { LastDaySection } from "./last-day";
import { type PartInWords, partsInWords } from "./words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminStatus");
  return { title: t("title") };
}

/** How the portal is: what /api/health and /api/metrics tell, in words. */
export default async function StatusPage() {
  await requireAdmin();
  const [health, day, gpus, agents, view] = await Promise.all([
    readHealth(),
    lastDay(),
    watchedGpus(),
    agentsByServer(),
    timeView(),
  ]);
  const heard = [...agents.values()].filter(({ agent }) => agent !== "none");
  const silent = heard.filter(({ agent }) => agent === "silent").length;
  const parts = await partsInWords(health, { count: heard.length, silent }, view);
  const t = await getTranslations("adminStatus");
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")} />
      <div className="grid grid-cols-1 gap-8">
        <Notice tone={health.ok ? "success" : "error"}>{t(health.ok ? "ok" : "failing")}</Notice>
        <Parts parts={parts} />
        <LastDaySection day={day} gpus={gpus} view={view} />
        {health.worker.all.length > 0 && <Workers workers={health.worker.all} />}
        <p className="pb-4 text-muted text-sm">
          {t.rich("more", { code: (path) => <code>{path}</code> })}
        </p>
      </div>
    </div>
  );
}

const STATES = { free: "well", fault: "broken", disabled: "off" } as const;

async function Parts({ parts }: { parts: readonly PartInWords[] }) {
  const t = await getTranslations("adminStatus");
  return (
    <DataTable
      caption={t("parts")}
      rows={parts}
      rowKey={({ name }) => name}
      columns={[
        {
          label: t("part"),
          cell: ({ name, href }) =>
            href ? (
              <Link href={href} className="text-link">
                {name}
              </Link>
            ) : (
              name
            ),
        },
        {
          label: t("state"),
          cell: ({ sign }) => <StateChip state={sign}>{t(STATES[sign])}</StateChip>,
        },
        { label: t("now"), phone: "wide", cell: ({ sentence }) => sentence },
      ]}
    />
  );
}

async function Workers({ workers }: { workers: Health["worker"]["all"] }) {
  const t = await getTranslations("adminStatus");
  return (
    <section>
      <h2 className="pb-3 font-semibold text-lg">{t("workers")}</h2>
      <DataTable
        caption={t("workers")}
        rows={workers}
        rowKey={({ startedAt, beatAt }) => `${startedAt} ${beatAt}`}
        columns={[
          {
            label: t("state"),
            cell: ({ isAlive }) => (
              <StateChip state={isAlive ? "free" : "fault"}>
                {t(isAlive ? "alive" : "gone")}
              </StateChip>
            ),
          },
          { label: t("started"), cell: ({ startedAt }) => <LocalTime at={startedAt} /> },
          { label: t("sign"), cell: ({ beatAt }) => <LocalTime at={beatAt} /> },
        ]}
      />
    </section>
  );
}
