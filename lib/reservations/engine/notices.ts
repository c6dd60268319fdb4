import type { Actor } from "@/lib/actor";
import { type CalendarEntry, entryAfter } from "@/lib/domain/calendar";
import { claimDeadline } from "@/lib/domain/claim-window";
import type { Step } from "@/lib/domain/decision";
import type { Instant, Policy, Reservation } from "@/lib/domain/words";
import type { CalendarFacts, Notice } from "@/lib/notifications/kinds";
import type { LockedGpu } from "./lock";

/** A mail about a reservation; `mark` tells several of one kind and turn apart. */
export type Told = {
  readonly reservation: Reservation;
  readonly notice: Notice;
  readonly mark: string;
};

/** What is told together with why it happened, by whoever made it happen. */
const EXPLAINED: readonly Step["event"][] = ["shortened", "restored", "turn-withdrawn"];

/** Whether a mail in `told` says already what a step did. */
export function isToldOtherwise({ event, after }: Step, told: readonly Told[]): boolean {
  return EXPLAINED.includes(event) && told.some(({ reservation }) => reservation.id === after.id);
}

const iso = (instant: Instant | null): string => new Date(instant ?? 0).toISOString();

const factsOf = (entry: CalendarEntry): CalendarFacts => ({
  ...entry,
  startsAt: iso(entry.startsAt),
  endsAt: iso(entry.endsAt),
  at: iso(entry.at),
});

/** What every mail about a reservation says of it. */
export const aboutOf = (gpu: LockedGpu, { durationHours }: Reservation) => ({
  gpuId: gpu.id,
  model: gpu.model,
  gpuName: gpu.gpuName,
  durationHours,
});

/** What a step changes in the calendar of its user; undefined for nothing. */
export function calendarOf(step: Step, gpu: LockedGpu): CalendarFacts | undefined {
  const before = gpu.state.reservations.find(({ id }) => id === step.after.id);
  const entry = entryAfter(step, before, gpu.now);
  return entry ? factsOf(entry) : undefined;
}

/** A mail that corrects the calendar, too. */
export const withCalendar = <Told extends Notice | null>(
  notice: Told,
  calendar: CalendarFacts | undefined,
): Told => (notice && calendar ? { ...notice, facts: { ...notice.facts, calendar } } : notice);

/** A use that was cut short by maintenance of which nobody was told when it was planned. */
function cutShort({ after }: Step, gpu: LockedGpu): Notice | null {
  const outage = gpu.state.outages.find(({ from }) => from === after.endsAt);
  if (!outage) return null;
  return {
    kind: "maintenance",
    facts: {
      ...aboutOf(gpu, after),
      from: iso(outage.from),
      until: outage.until === null ? null : iso(outage.until),
      reason: outage.reason ?? "",
      effect: "shortened",
      isChange: false,
    },
  };
}

/**
 * The mail that a step causes, or null. Source: the product's table of e-mails.
 * @param actor who caused it; null when it became due
 */
export function noticeOf(
  step: Step,
  gpu: LockedGpu,
  policy: Policy,
  actor: Actor | null,
): Notice | null {
  const { after } = step;
  const calendar = calendarOf(step, gpu);
  const about = { ...aboutOf(gpu, after), calendar };
  const update: Notice | null = calendar
    ? { kind: "calendar-updated", facts: { ...about, calendar } }
    : null;
  switch (step.event) {
    case "reserved":
      if (!actor || actor.id === after.userId) return null;
      return { kind: "reserved-for-you", facts: { ...about, autoStart: after.autoStart } };
    case "shortened":
      return withCalendar(cutShort(step, gpu), calendar) ?? update;
    case "turn-given":
      if (after.status === "ACTIVE") {
        return { kind: "started", facts: { ...about, endsAt: iso(after.endsAt) } };
      }
      return {
        kind: "your-turn",
        facts: { ...about, claimBy: iso(claimDeadline(after.notifiedAt ?? gpu.now, policy)) },
      };
    case "turn-passed-on":
      return { kind: "turn-passed-on", facts: { ...about, claimBy: iso(after.endsAt) } };
    case "ending-soon":
      return { kind: "ending-soon", facts: { ...about, endsAt: iso(after.endsAt) } };
    case "completed":
      if (after.endCause === null || after.endCause === "RELEASED") return update;
      return {
        kind: "ended",
        facts: {
          ...about,
          endedAt: iso(after.endsAt),
          cause: after.endCause,
          reason: after.endReason,
        },
      };
    case "cancelled":
      if (after.endCause !== "CANCELLED_BY_ADMIN") return update;
      return { kind: "cancelled-by-admin", facts: { ...about, reason: after.endReason } };
    default:
      return update;
  }
}
