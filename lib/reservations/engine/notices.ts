import { type CalendarEntry, entryAfter } from "@/lib/domain/calendar";
import { claimDeadline } from "@/lib/domain/claim-window";
import type { Step } from "@/lib/domain/decision";
import type { Instant, Policy } from "@/lib/domain/words";
import type { CalendarFacts, Notice } from "@/lib/notifications/kinds";
import type { LockedGpu } from "./load";

const iso = (instant: Instant | null): string => new Date(instant ?? 0).toISOString();

const factsOf = (entry: CalendarEntry): CalendarFacts => ({
  ...entry,
  startsAt: iso(entry.startsAt),
  endsAt: iso(entry.endsAt),
  at: iso(entry.at),
});

/** The mail that a step causes, or null. Source: the product's table of e-mails. */
export function noticeOf(step: Step, gpu: LockedGpu, policy: Policy): Notice | null {
  const { after } = step;
  const before = gpu.state.reservations.find(({ id }) => id === after.id);
  const entry = entryAfter(step, before, gpu.now);
  const calendar = entry ? factsOf(entry) : undefined;
  const about = {
    gpuId: gpu.id,
    model: gpu.model,
    gpuName: gpu.gpuName,
    durationHours: after.durationHours,
    calendar,
  };
  const update: Notice | null = calendar
    ? { kind: "calendar-updated", facts: { ...about, calendar } }
    : null;
  switch (step.event) {
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
