/**
 * The words of bringing over what the original knew.
 *
 * | word     | meaning                                                                            |
 * |----------|------------------------------------------------------------------------------------|
 * | old      | of the original's database, which is only read                                     |
 * | taken    | the row is in the portal now                                                       |
 * | known    | an earlier run took it; whatever became of it since stays                          |
 * | refused  | it could not be taken as it is; its finding says why                               |
 * | remark   | it was taken, but not word for word: the finding says what is different            |
 */

/** The original's tables, in the order in which they are brought over. */
export const OLD_TABLES = ["user", "gpu", "user_gpu_access", "reservation", "gpu_stats"] as const;
export type OldTable = (typeof OLD_TABLES)[number];

/** A row as text, column by column; a column that the table does not have is undefined. */
export type OldRow = Readonly<Record<string, string | null | undefined>>;

/** The rows of an old table, some thousand at a time, by their key. */
export type OldRows = AsyncIterable<readonly OldRow[]>;

/** One line of the report. */
export type Finding = {
  readonly table: OldTable;
  /** The row's key in the old table. */
  readonly id: string;
  readonly outcome: "taken" | "refused" | "remark";
  /** What it has become, or why not. Rows that are refused for one reason have it in common. */
  readonly what: string;
  /** What is particular to this row. */
  readonly detail: string;
};
