import { monthDays } from "@/lib/domain/usage";
import type { UsageReport, UsageRow } from "@/lib/usage/views";
import { type Query, withQuery } from "../ui/query";

/** Where a row is taken apart: a GPU's by its users, a user's by GPUs, and so on. */
export function detailsOfRow(
  { key }: UsageRow,
  { by, days }: UsageReport,
  query: Query,
  isAdmin: boolean,
): string {
  const over = (changes: Readonly<Record<string, string>>) =>
    withQuery(query, { search: undefined, sort: undefined, page: undefined, ...changes });
  switch (by) {
    case "gpu":
      return over({ by: isAdmin ? "user" : "month", gpu: key });
    case "user":
      return over({ by: "gpu", user: key });
    case "lab":
      return over({ by: "user", lab: key });
    case "month":
      return over({ by: "gpu", ...monthDays(key, days) });
  }
}
