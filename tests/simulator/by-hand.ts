/**
 * Small workloads whose outcome was worked out on paper from the sentences of the contract: the
 * simulator and the reference it is compared with could be wrong alike, these are a third opinion.
 */
import { DEFAULTS, type Options, type Row } from "./reference";

export type Example = {
  /** What it shows, as the end of the sentence "the simulator …". */
  shows: string;
  options: Partial<Options>;
  columns: readonly (keyof Row)[];
  /** A row as in the file, then what becomes of it: status, notified, started, ended; "-" for empty. */
  rows: readonly (readonly [given: string, outcome: string])[];
};

export const ALWAYS = ["submit", "user", "gpu", "priority", "hours"] as const;
export const CLAIMS = [...ALWAYS, "claim_minutes"] as const;
export const RELEASES = [...ALWAYS, "release_hours"] as const;
export const CANCELS = [...CLAIMS, "cancel_minutes"] as const;

const FIELDS = ["status", "notified", "started", "ended"] as const;

/** The rows, options and expected outcomes of an example. */
export function readExample({ columns, rows, options }: Example) {
  const fields = rows.map(([given]) => given.split(","));
  return {
    options: { ...DEFAULTS, ...options },
    rows: fields.map(
      (values) => Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ""])) as Row,
    ),
    outcomes: rows.map(([, outcome], place) => {
      const values = outcome.split(" ").map((value) => (value === "-" ? "" : value));
      const named = Object.fromEntries(FIELDS.map((name, at) => [name, values[at] ?? ""]));
      return { row: String(place + 1), ...named };
    }),
  };
}
