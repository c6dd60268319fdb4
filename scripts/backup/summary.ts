const SAID = { user: "accounts", gpu: "GPUs", reservation: "reservations" };

const written = (count: number) => count.toLocaleString("en");

/** What a portal holds, in a few words. @param rows how many each table has */
export const summary = (rows: Record<string, number>): string =>
  Object.entries(SAID)
    .map(([table, word]) => `${written(rows[table] ?? 0)} ${word}`)
    .join(", ");

/** The same, with how much else there is. */
export const wholeSummary = (rows: Record<string, number>): string =>
  `${summary(rows)}, ${written(Object.values(rows).reduce((sum, some) => sum + some, 0))} rows in all`;
