import { claimDeadline } from "./claim-window";
import { type Decision, decisionOf, type Step } from "./decision";
import { fitting, outageWithin } from "./outages";
import { holderOf, whoseTurn } from "./queue";
import { dueReminder } from "./reminders";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/**
 * A use that reaches into an outage ends where that begins, one in an outage at once. What was
 * over before counts no more: the GPU may have come from another server since.
 */
function cutShort(use: Reservation, outages: Outages, now: Instant): Step | null {
  const { endsAt } = use;
  if (use.status !== "ACTIVE" || endsAt === null) return null;
  const outage = outageWithin(outages, now, endsAt);
  if (!outage) return null;
  if (outage.from > now) return { event: "shortened", after: { ...use, endsAt: outage.from } };
  return {
    event: "completed",
    after: {
      ...use,
      status: "COMPLETED",
      endsAt: now,
      endCause: "MAINTENANCE",
      endReason: outage.reason ?? null,
    },
  };
}

/** The end of a use that comes as planned: because its time is up, or where it was cut short. */
function plannedEnd(use: Reservation, outages: Outages): Step {
  const { startsAt, endsAt, durationHours } = use;
  const isShort = startsAt !== null && endsAt !== null && endsAt < startsAt + durationHours * HOUR;
  const outage = isShort ? outageWithin(outages, endsAt, endsAt + 1) : undefined;
  const endCause = outage ? "MAINTENANCE" : "TIME_UP";
  const endReason = outage ? (outage.reason ?? null) : use.endReason;
  return { event: "completed", after: { ...use, status: "COMPLETED", endCause, endReason } };
}

type Outages = Pick<GpuState, "outages">;

/**
 * What has become due for a holder by `now`, or null: its end, its claim deadline, its withdrawal,
 * an earlier end because of maintenance, a reminder.
 */
export function dueOfHolder(
  holder: Reservation,
  outages: Outages,
  policy: Policy,
  now: Instant,
): Step | null {
  if (holder.status === "ACTIVE" && holder.endsAt !== null && holder.endsAt <= now) {
    return plannedEnd(holder, outages);
  }
  if (holder.status === "NOTIFIED" && holder.notifiedAt !== null) {
    const deadline = claimDeadline(holder.notifiedAt, policy);
    if (deadline <= now) {
      return {
        event: "turn-passed-on",
        after: {
          ...holder,
          status: "EXPIRED",
          endsAt: deadline,
          endCause: "CLAIM_WINDOW_OVER",
        },
      };
    }
    const [clear] = fitting(outages, [holder], policy, holder.notifiedAt);
    if (!holder.eligible || !clear) {
      return {
        event: "turn-withdrawn",
        after: { ...holder, status: "WAITING", notifiedAt: null },
      };
    }
  }
  const shortened = cutShort(holder, outages, now);
  if (shortened) return shortened;
  const mark = dueReminder(holder, policy, now);
  if (mark === null) return null;
  return {
    event: "ending-soon",
    after: { ...holder, reminded: [...holder.reminded, mark] },
    mark,
  };
}

/** Frees the GPU, or reminds its holder, where that is due. */
export function settleHolder(state: GpuState, policy: Policy, now: Instant): Decision {
  const holder = holderOf(state);
  const due = holder ? dueOfHolder(holder, state, policy, now) : null;
  if (!due) return { state, steps: [] };
  if (due.event !== "shortened") return decisionOf(state, [due]);
  // Its new end may be so near that a reminder is due as well.
  const next = dueOfHolder(due.after, state, policy, now);
  return decisionOf(state, next ? [due, next] : [due]);
}

/** A reservation as its turn leaves it: offered, or in use at once where it starts by itself. */
function withTurn(waiting: Reservation, now: Instant): Reservation {
  const offered: Reservation = {
    ...waiting,
    status: "NOTIFIED",
    turn: waiting.turn + 1,
    passedOver: false,
    notifiedAt: now,
  };
  if (!waiting.autoStart) return offered;
  const endsAt = now + waiting.durationHours * HOUR;
  return { ...offered, status: "ACTIVE", startsAt: now, endsAt };
}

/** Gives the turn to whom it belongs, if the GPU can be held; the ones passed over are so no more. */
export function giveTurn(state: GpuState, policy: Policy, now: Instant): Decision {
  const next = whoseTurn(state, policy, now);
  if (!next) return { state, steps: [] };
  const given: Step = { event: "turn-given", after: withTurn(next, now) };
  const decided = decisionOf(state, [given]);
  const reservations = decided.state.reservations.map((other) =>
    other.passedOver ? { ...other, passedOver: false } : other,
  );
  return { state: { ...decided.state, reservations }, steps: [given] };
}

/**
 * Everything that is due on one GPU at `now`. Deciding twice changes nothing.
 * Source: "Life of a reservation" in the product's rules.
 */
export function settle(state: GpuState, policy: Policy, now: Instant): Decision {
  const freed = settleHolder(state, policy, now);
  const given = giveTurn(freed.state, policy, now);
  return { state: given.state, steps: [...freed.steps, ...given.steps] };
}
