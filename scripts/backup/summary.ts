const SAID = { user: "accounts", gpu: "GPUs", reservation: "reservations" };

/** What a backup holds, in a few words. @param rows how many each table has */
export function summary(rows: Record<string, number>): string {
  const count = (name: string) => (rows[name] ?? 0).toLocaleString("en");
  const parts = Object.entries(SAID).map(([table, word]) => `${count(table)} ${word}`);
  const all = Object.values(rows).reduce((sum, some) => sum + some, 0);
  return `${parts.join(", ")}, ${all.toLocaleString("en")} rows in all`;
}
