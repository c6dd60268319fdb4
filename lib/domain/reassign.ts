import { type DomainRefusal, decisionOf, type Step } from "./decision";
import type { GpuState, Reservation } from "./words";

/** How the user of a reservation stands on the GPU to which it is to be moved. */
export type Standing = {
  /** Null: it is not visible to them. */
  readonly access: { readonly priority: number; readonly enabled: boolean } | null;
  readonly isActive: boolean;
  readonly longestHours: number;
};

export type ReassignRefusal =
  | DomainRefusal
  | "account-disabled"
  | "already-reserved"
  | "duration-too-long"
  | "not-found";

type Moved = {
  readonly ok: true;
  /** The two GPUs afterwards, before anybody has got a turn. */
  readonly from: GpuState;
  readonly to: GpuState;
  readonly step: Step;
};

/**
 * Moves a waiting reservation to the queue of another GPU. It keeps when it was made and whether
 * it was moved to the front; priority is that of the user on the new GPU.
 */
export function reassign(
  from: GpuState,
  to: GpuState,
  id: number,
  { access, isActive, longestHours }: Standing,
): Moved | { readonly ok: false; readonly refusal: ReassignRefusal } {
  const no = (refusal: ReassignRefusal) => ({ ok: false, refusal }) as const;
  const known = from.reservations.find((candidate) => candidate.id === id);
  if (!known) return no("already-ended");
  if (known.status !== "WAITING") return no("not-waiting");
  if (!access) return no("not-found");
  if (!access.enabled) return no("access-disabled");
  if (!isActive) return no("account-disabled");
  if (to.reservations.some(({ userId }) => userId === known.userId)) return no("already-reserved");
  if (known.durationHours > longestHours) return no("duration-too-long");
  const { priority } = access;
  const after: Reservation = { ...known, priority, eligible: true, passedOver: false };
  const step: Step = { event: "reassigned", after };
  const others = from.reservations.filter((other) => other !== known);
  return {
    ok: true,
    from: { ...from, reservations: others },
    to: decisionOf(to, [step]).state,
    step,
  };
}
