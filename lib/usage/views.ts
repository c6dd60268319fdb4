/** What the usage page is told: plain data. */
import type { Span } from "@/lib/domain/computing";
import type { Days, Usage } from "@/lib/domain/usage";
import type { Instant } from "@/lib/domain/words";

/** What the rows of the table are. */
export const DIMENSIONS = ["gpu", "user", "lab", "month"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What people see who are no administrators: nothing of other people. */
export const OWN_DIMENSIONS: readonly Dimension[] = ["gpu", "month"];

export type UsageRow = Usage & {
  /** The GPU's or the user's id, the lab, or the month ("2026-11"). */
  readonly key: string;
  /** A GPU's model, a user's name, a lab, or a month. */
  readonly name: string;
  /** A GPU's name on its server, or a user's lab; "" otherwise. */
  readonly detail: string;
  /** ms in which it could have been held: of the card itself, or of all cards. */
  readonly calendar: number;
};

/** Some time of the period, and what was held in it; in ms. */
export type Piece = Span & Pick<Usage, "held" | "measured" | "computing">;

/** All that the page shows. */
export type UsageReport = {
  readonly now: Instant;
  readonly days: Days;
  readonly timeZone: string;
  /** What the days come to, up to now. */
  readonly period: Span;
  readonly by: Dimension;
  readonly rows: readonly UsageRow[];
  readonly total: UsageRow;
  /** The period day by day, or month by month where it is long. */
  readonly pieces: readonly Piece[];
  readonly pieceUnit: "day" | "month";
  /** ms in which all GPUs could have been held. */
  readonly calendar: number;
  /** What can be chosen from. */
  readonly gpus: readonly { readonly id: number; readonly name: string; readonly detail: string }[];
  /** Whose usage alone is shown; null for everybody's. */
  readonly person: { readonly id: number; readonly name: string } | null;
};
