/** What follows when the outages of a GPU change: planned, moved, called off, brought back. */
import { type Decision, decisionOf, type Step } from "./decision";
import { holderOf } from "./queue";
import { settle } from "./settle";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/** What a change of outages means for a live reservation. */
export type Effect =
  /** Its use ends at once. */
  | "ended"
  /** Its use ends where the outage begins. */
  | "shortened"
  /** Its use gets back time that an outage had taken. */
  | "restored"
  /** Its turn is taken back; the place stays. */
  | "withdrawn"
  /** It gets its turn. */
  | "turn-given"
  /** Nothing now: it is in use, has its turn, or waits as before. */
  | "uses"
  | "has-turn"
  | "waits";

/** A reservation before and after, and what happened to it. */
export type Affected = {
  readonly before: Reservation;
  readonly after: Reservation;
  readonly effect: Effect;
};

/** A use that an outage had cut short, as it would end by its hours; null for any other. */
function uncut(state: GpuState): Step | null {
  const use = holderOf(state);
  if (use?.status !== "ACTIVE" || use.startsAt === null) return null;
  const wasCut = state.outages.some(({ from }) => from === use.endsAt);
  const endsAt = use.startsAt + use.durationHours * HOUR;
  if (!wasCut || use.endsAt === null || endsAt <= use.endsAt) return null;
  return { event: "restored", after: { ...use, endsAt } };
}

/** The steps without a restoration that comes to nothing, and as one where it was cut again. */
function joined(steps: readonly Step[], use: Reservation): Step[] {
  const [restored, cut, ...others] = steps;
  if (cut?.event === "completed") return [cut, ...others];
  if (!restored || cut?.event !== "shortened") return [...steps];
  if (cut.after.endsAt === use.endsAt) return others;
  const isLonger = (cut.after.endsAt ?? 0) > (use.endsAt ?? 0);
  return [{ event: isLonger ? "restored" : "shortened", after: cut.after }, ...others];
}

/**
 * A GPU on which everything due was done, with other outages: a use gets back what an outage had
 * taken that is gone, is cut short by one that came, and whoever can go goes. No other use is
 * ever made longer.
 */
export function withOutages(
  state: GpuState,
  outages: GpuState["outages"],
  policy: Policy,
  now: Instant,
): Decision {
  const restored = uncut(state);
  const changed = { ...state, outages };
  if (!restored) return settle(changed, policy, now);
  const begun = decisionOf(changed, [restored]);
  const settled = settle(begun.state, policy, now);
  const use = holderOf(state);
  const steps = [restored, ...settled.steps];
  return { state: settled.state, steps: use ? joined(steps, use) : steps };
}

const EFFECTS: Partial<Record<Step["event"], Effect>> = {
  completed: "ended",
  shortened: "shortened",
  restored: "restored",
  "turn-withdrawn": "withdrawn",
  "turn-given": "turn-given",
};
const UNCHANGED = { ACTIVE: "uses", NOTIFIED: "has-turn", WAITING: "waits" } as const;

/** What a decision on a GPU means for everybody who had a reservation there. */
export function effectsOf(before: GpuState, { steps }: Decision): Affected[] {
  return before.reservations.flatMap((known): Affected[] => {
    const own = steps.filter(({ after }) => after.id === known.id);
    const status = known.status as keyof typeof UNCHANGED;
    // A reminder that becomes due by it takes nothing from what it means.
    const felt = own.findLast(({ event }) => event in EFFECTS);
    const effect = (felt && EFFECTS[felt.event]) ?? UNCHANGED[status];
    return [{ before: known, after: own.at(-1)?.after ?? known, effect }];
  });
}
