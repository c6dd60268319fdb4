/** What pages are told about maintenance: plain data. */
import type { Instant } from "@/lib/domain/words";
import type { Subject } from "./schema";

export type MaintenanceState = "ahead" | "now" | "past" | "called-off";

/** Maintenance of a GPU or of a server. */
export type MaintenanceEntry = {
  readonly id: number;
  readonly subject: Subject;
  /** The GPU's name ("gpu01-2") or the server's. */
  readonly name: string;
  readonly from: Instant;
  /** Null: until it is brought back. */
  readonly until: Instant | null;
  readonly reason: string;
  readonly state: MaintenanceState;
  readonly madeBy: string;
};

/** Changes with every change; a form sends it back, to say which version it was filled in from. */
export const versionOf = ({
  from,
  until,
  reason,
}: Pick<MaintenanceEntry, "from" | "until" | "reason">): string => {
  // Short whatever the reason: what matters is that another one gives another number.
  let sum = 0;
  for (const letter of reason) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647;
  return `${from}-${until ?? ""}-${sum}`;
};
