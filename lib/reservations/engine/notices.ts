import { claimDeadline } from "@/lib/domain/claim-window";
import type { Step } from "@/lib/domain/decision";
import type { Instant, Policy } from "@/lib/domain/words";
import type { Notice } from "@/lib/notifications/kinds";
import type { LockedGpu } from "./load";

const iso = (instant: Instant | null): string => new Date(instant ?? 0).toISOString();

/** The mail that a step causes, or null. Source: the product's table of e-mails. */
export function noticeOf(step: Step, gpu: LockedGpu, policy: Policy): Notice | null {
  const { after } = step;
  const about = {
    gpuId: gpu.id,
    model: gpu.model,
    gpuName: gpu.gpuName,
    durationHours: after.durationHours,
  };
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
      if (after.endCause === null || after.endCause === "RELEASED") return null;
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
      if (after.endCause !== "CANCELLED_BY_ADMIN") return null;
      return { kind: "cancelled-by-admin", facts: { ...about, reason: after.endReason } };
    default:
      return null;
  }
}
