import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Viewer } from "@/lib/domain/permissions";
import { PRESETS, presetDays } from "@/lib/domain/usage";
import type { Instant } from "@/lib/domain/words";
import type { UsageReport } from "@/lib/usage/views";
import { FilterBar, FilterDay, FilterSearch, FilterSelect } from "../ui/filter-bar";
import { type Query, withQuery } from "../ui/query";

type Props = {
  report: UsageReport;
  query: Query;
  viewer: Viewer;
  labs: readonly string[];
};

/** Periods that have a name, one press away. */
function Presets({ report, query, now }: { report: UsageReport; query: Query; now: Instant }) {
  const t = useTranslations("usage.preset");
  const { days, timeZone } = report;
  return (
    <nav aria-label={t("label")} className="flex flex-wrap gap-1 pb-3">
      {PRESETS.map((period) => {
        const { from, to } = presetDays(period, now, timeZone);
        const isHere = from === days.from && to === days.to;
        return (
          <Link
            key={period}
            href={withQuery(query, { period, from: undefined, to: undefined, page: undefined })}
            prefetch={false}
            scroll={false}
            aria-current={isHere ? "page" : undefined}
            className={`btn btn-sm ${isHere ? "btn-neutral" : ""}`}
          >
            {t(period)}
          </Link>
        );
      })}
    </nav>
  );
}

/** What the page shows of: a period, a GPU, a lab, one's own. */
export function UsageFilters({ report, query, viewer, labs }: Props) {
  const t = useTranslations("usage.filters");
  const { days, gpus, by, now } = report;
  const all = { value: "", label: t("all") };
  const names = [
    "period",
    "from",
    "to",
    "gpu",
    "lab",
    "search",
    ...(viewer.isAdmin ? [] : ["user"]),
  ];
  return (
    <>
      <Presets report={report} query={query} now={now} />
      <FilterBar query={query} names={names}>
        <FilterDay name="from" label={t("from")} query={days} />
        <FilterDay name="to" label={t("to")} query={days} />
        <FilterSelect
          name="gpu"
          label={t("gpu")}
          query={query}
          options={[
            all,
            ...gpus.map(({ id, name, detail }) => ({
              value: id,
              label: t("gpuName", { model: name, gpuName: detail }),
            })),
          ]}
        />
        {viewer.isAdmin ? (
          <FilterSelect
            name="lab"
            label={t("lab")}
            query={query}
            options={[all, ...labs.map((lab) => ({ value: lab, label: lab }))]}
          />
        ) : (
          <FilterSelect
            name="user"
            label={t("whose")}
            query={{ user: report.person ? String(report.person.id) : "" }}
            options={[
              { value: "", label: t("everybody") },
              { value: viewer.id, label: t("mine") },
            ]}
          />
        )}
        {by !== "month" && <FilterSearch name="search" label={t(`search.${by}`)} query={query} />}
      </FilterBar>
    </>
  );
}
