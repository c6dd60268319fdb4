/** Whom a change of maintenance is told by mail, and what. */
import type { Affected } from "@/lib/domain/maintenance";
import type { Instant } from "@/lib/domain/words";
import type { LockedGpu } from "@/lib/reservations/engine/lock";
import { aboutOf, type Told } from "@/lib/reservations/engine/notices";

/** A maintenance as it stands in the database. */
export type Maintenance = {
  readonly id: number;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly reason: string;
};

const iso = (instant: Instant) => new Date(instant).toISOString();

/** The end of a use that does not end where the maintenance begins. */
function ownEnd({ after }: Affected, { from }: Maintenance): { endsAt?: string } {
  if (after.status !== "ACTIVE" || after.endsAt === null || after.endsAt === from) return {};
  return { endsAt: iso(after.endsAt) };
}

/** Of one that was ended, or has its turn, another mail tells. */
const isToldAlready = ({ effect }: Affected) => effect === "ended" || effect === "turn-given";

/** What everybody on a GPU is told of maintenance that was planned, or changed. */
export function announced(
  gpu: LockedGpu,
  affected: readonly Affected[],
  maintenance: Maintenance,
  isChange: boolean,
): Told[] {
  const { id, from, until, reason } = maintenance;
  return affected.flatMap((each): Told[] => {
    const { effect, after } = each;
    if (effect === "ended" || effect === "turn-given") return [];
    const facts = {
      ...aboutOf(gpu, after),
      from: iso(from),
      until: until === null ? null : iso(until),
      reason,
      effect: effect === "restored" && after.endsAt === from ? ("shortened" as const) : effect,
      isChange,
      ...ownEnd(each, maintenance),
    };
    const notice = { kind: "maintenance" as const, facts };
    return [{ reservation: after, notice, mark: `${id}@${gpu.now}-${from}` }];
  });
}

/** What those are told who were told of maintenance that is over before its time. */
export function calledOff(
  gpu: LockedGpu,
  affected: readonly Affected[],
  maintenance: Maintenance,
  isCalledOff: boolean,
  wereTold: ReadonlySet<number>,
): Told[] {
  return affected.flatMap((each): Told[] => {
    const { after, before, effect } = each;
    // Whose use was cut was told so: where the GPU came from another server, by no mail of the plan.
    const wasTold = effect === "restored" || wereTold.has(before.id);
    if (isToldAlready(each) || !wasTold) return [];
    const facts = {
      ...aboutOf(gpu, after),
      from: iso(maintenance.from),
      isCalledOff,
      ...ownEnd(each, maintenance),
    };
    const notice = { kind: "maintenance-over" as const, facts };
    return [{ reservation: after, notice, mark: String(maintenance.id) }];
  });
}
