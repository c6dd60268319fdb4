/** Which mails people may do without. What must reach them is not among these. */
export const MUTABLE_KINDS = [
  "ending-soon",
  "ended",
  "turn-passed-on",
  "calendar-updated",
  "registration-received",
  "incident",
] as const;

/** A kind of mail that may be switched off. */
export type MutableKind = (typeof MUTABLE_KINDS)[number];

/** Those that only administrators get. */
export const ADMINISTRATORS_KINDS: readonly MutableKind[] = ["registration-received", "incident"];

export function isMutable(kind: string): kind is MutableKind {
  return MUTABLE_KINDS.some((mutable) => mutable === kind);
}
