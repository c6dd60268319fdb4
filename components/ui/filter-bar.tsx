import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterForm } from "./filter-form";
import { parameter, type Query } from "./query";
import type { SelectOption } from "./select";

type Props = {
  query: Query;
  /** The names of the parameters that filter; the others (such as the order) are kept. */
  names: readonly string[];
  /** FilterSelect, FilterSearch and FilterDay, in the order of their importance. */
  children: ReactNode;
};

/** One row above what it filters; what is chosen lives in the URL. */
export function FilterBar({ query, names, children }: Props) {
  const t = useTranslations("common.filters");
  const kept = Object.keys(query).filter((name) => name !== "page" && !names.includes(name));
  const isFiltered = names.some((name) => parameter(query, name) !== "");
  const keptQuery = new URLSearchParams(kept.map((name) => [name, parameter(query, name)]));
  return (
    <FilterForm>
      {kept.map((name) => (
        <input key={name} type="hidden" name={name} value={parameter(query, name)} />
      ))}
      {children}
      <button type="submit" className="btn filter-apply">
        {t("apply")}
      </button>
      {isFiltered && (
        <Link href={`?${keptQuery}`} className="btn btn-ghost">
          {t("clear")}
        </Link>
      )}
    </FilterForm>
  );
}

type FieldProps = { name: string; label: string; query: Query };

/** A choice that filters as soon as it is made. An option with the value "" stands for all. */
export function FilterSelect({
  name,
  label,
  query,
  options,
}: FieldProps & { options: readonly SelectOption[] }) {
  const value = parameter(query, name);
  return (
    <label className="grid grow gap-1 text-sm sm:grow-0">
      <span className="text-muted">{label}</span>
      <select key={value} name={name} defaultValue={value} className="select min-w-36">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Text to look for. */
export function FilterSearch({ name, label, query }: FieldProps) {
  const value = parameter(query, name);
  return (
    <label className="grid min-w-48 grow gap-1 text-sm sm:max-w-72">
      <span className="text-muted">{label}</span>
      <input
        key={value}
        type="search"
        name={name}
        defaultValue={value}
        maxLength={100}
        className="input"
      />
    </label>
  );
}

/** A day, such as the first of a period. */
export function FilterDay({ name, label, query }: FieldProps) {
  const value = parameter(query, name);
  return (
    <label className="grid grow gap-1 text-sm sm:grow-0">
      <span className="text-muted">{label}</span>
      <input
        key={value}
        type="date"
        name={name}
        defaultValue={value}
        className="input min-w-36 sm:w-40"
      />
    </label>
  );
}
