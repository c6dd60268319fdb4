import { isLive } from "./reservation";
import type { GpuState, Reservation } from "./words";

/** What can happen to a reservation. */
export type EventName =
  | "reserved"
  | "turn-given"
  | "turn-withdrawn"
  | "turn-passed-on"
  | "gave-way"
  | "started"
  | "ending-soon"
  | "extended"
  | "shortened"
  | "restored"
  | "moved-to-front"
  | "reassigned"
  | "completed"
  | "cancelled";

/** One thing that happened, with the reservation as it stands afterwards. */
export type Step = {
  readonly event: EventName;
  readonly after: Reservation;
  /** Tells several "ending-soon" of one use apart. */
  readonly mark?: string;
};

/** What was decided: the steps in their order, and the state they lead to. */
export type Decision = { readonly state: GpuState; readonly steps: readonly Step[] };

/** Why a person may not do this now. */
export type DomainRefusal =
  | "access-disabled"
  | "already-ended"
  | "already-started"
  | "claim-window-over"
  | "extension-too-long"
  | "gave-way-already"
  | "maintenance-ahead"
  | "nobody-waits"
  | "not-active"
  | "not-waiting"
  | "not-your-turn"
  | "somebody-waits";

/** The answer to a person's wish: what follows from it, or why not. */
export type Verdict =
  | ({ readonly ok: true } & Decision)
  | { readonly ok: false; readonly refusal: DomainRefusal };

export const refuse = (refusal: DomainRefusal): Verdict => ({ ok: false, refusal });
export const accept = ({ state, steps }: Decision): Verdict => ({ ok: true, state, steps });

/** The state after one step: the reservation replaced, or gone once it is final. */
export function applyStep(state: GpuState, { after }: Step): GpuState {
  const reservations = state.reservations.filter(({ id }) => id !== after.id);
  if (isLive(after)) reservations.push(after);
  return { ...state, reservations };
}

/** A decision of exactly these steps. */
export function decisionOf(state: GpuState, steps: readonly Step[]): Decision {
  return { state: steps.reduce(applyStep, state), steps };
}
