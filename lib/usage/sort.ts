import { computingTime, meanWait, shareOf } from "@/lib/domain/usage";
import type { UsageColumn, UsageSort } from "./schema";
import type { UsageRow } from "./views";

const natural = new Intl.Collator("zh-TW", { numeric: true });

const VALUES: Readonly<Record<Exclude<UsageColumn, "name">, (row: UsageRow) => number | null>> = {
  held: ({ held }) => held,
  own: ({ own }) => own,
  computing: computingTime,
  share: ({ held, calendar }) => shareOf(held, calendar),
  uses: ({ uses }) => uses,
  expired: ({ expired }) => expired,
  wait: meanWait,
};

/** The rows in the order that is asked for; those without a value are the last either way. */
export function ordered(rows: readonly UsageRow[], sort: UsageSort): UsageRow[] {
  const isDescending = sort.startsWith("-");
  const column = sort.replace("-", "") as UsageColumn;
  const byName = (a: UsageRow, b: UsageRow) =>
    natural.compare(a.name, b.name) ||
    natural.compare(a.detail, b.detail) ||
    (a.key < b.key ? -1 : 1);
  if (column === "name") {
    return [...rows].sort((a, b) => (isDescending ? byName(b, a) : byName(a, b)));
  }
  const valueIn = VALUES[column];
  return [...rows].sort((a, b) => {
    const [one, other] = [valueIn(a), valueIn(b)];
    if (one === null || other === null) {
      return one === other ? byName(a, b) : Number(one === null) - Number(other === null);
    }
    return (isDescending ? other - one : one - other) || byName(a, b);
  });
}
