import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { parameter, type Query } from "@/components/ui/query";
import type { GpuCondition } from "@/lib/domain/standing";

/** So few GPUs are found by looking. */
const FEW = 6;

type Props = {
  query: Query;
  /** The names of the parameters that filter. */
  names: readonly string[];
  choices: {
    readonly states: readonly GpuCondition[];
    readonly servers: readonly string[];
    readonly models: readonly string[];
  };
  /** How many GPUs there are in all, and how many of them are found. */
  total: number;
  found: number;
  /** Further filters. */
  children?: ReactNode;
};

/** Finds GPUs among many by state, server, model and words; nothing where there are only a few. */
export async function GpuFilter({ query, names, choices, total, found, children }: Props) {
  const t = await getTranslations("gpu.filter");
  const states = await getTranslations("common.state");
  const isFiltered = names.some((name) => parameter(query, name) !== "");
  if (total <= FEW && !isFiltered) return null;
  const all = { value: "", label: t("all") };
  const named = (name: string) => ({ value: name, label: name });
  return (
    <>
      <FilterBar query={query} names={names}>
        <FilterSearch name="search" label={t("search")} query={query} />
        <FilterSelect
          name="state"
          label={t("state")}
          query={query}
          options={[
            all,
            ...choices.states.map((state) => ({ value: state, label: states(state) })),
          ]}
        />
        {choices.servers.length > 1 && (
          <FilterSelect
            name="server"
            label={t("server")}
            query={query}
            options={[all, ...choices.servers.map(named)]}
          />
        )}
        {choices.models.length > 1 && (
          <FilterSelect
            name="model"
            label={t("model")}
            query={query}
            options={[all, ...choices.models.map(named)]}
          />
        )}
        {children}
      </FilterBar>
      <p className={isFiltered ? "mb-3 text-muted text-sm" : "sr-only"} role="status">
        {isFiltered && t("found", { found, total })}
      </p>
    </>
  );
}
