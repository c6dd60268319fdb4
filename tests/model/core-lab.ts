/** A lab around the pure core: who has which access, what time it is, what the core decided. */
import type { Step } from "@/lib/domain/decision";
import { forecast } from "@/lib/domain/forecast";
import { settle } from "@/lib/domain/settle";
import type { GpuState, Instant, Policy, Reservation } from "@/lib/domain/words";
import { lineOf, type Picture } from "./picture";
import { type Access, firstAccess, GPUS, MAX_LIVE, MEMBERS, PEOPLE, START } from "./words";

export const MINUTE = 60_000;
export const RULES: Policy = {
  claimWindowMinutes: 60,
  quietHours: { start: "23:00", end: "08:00" },
  timeZone: "Asia/Taipei",
  endingSoonMinutes: [60, 10],
  maxLiveReservations: MAX_LIVE,
};
const minute = (at: Instant | null) => (at === null ? null : (at - START) / MINUTE);
const inMinutes = (mark: string) => {
  const [before, end = ""] = mark.split("@");
  return ` ${before} before ${minute(Date.parse(end))}`;
};

export class CoreLab {
  now = START;
  gpus: GpuState[] = GPUS.map(() => ({
    enabled: true,
    healthy: true,
    outages: [],
    reservations: [],
  }));
  all = new Map<number, { gpu: number; reservation: Reservation }>();
  log = new Map<string, string[]>();
  accounts = new Map<number, string>();
  accesses = new Map<string, Access>();

  constructor() {
    for (const person of PEOPLE) {
      if (person <= MEMBERS) this.accounts.set(person, "ACTIVE");
      for (const gpu of GPUS) {
        const access = firstAccess(person, gpu);
        if (access) this.accesses.set(`${person} ${gpu}`, access);
      }
    }
  }

  look(): Picture {
    const all = [...this.all.values()].map(({ gpu, reservation: r }) =>
      lineOf({
        ...{ n: r.id, person: r.userId, gpu, hours: r.durationHours, autoStart: r.autoStart },
        ...{
          status: r.status,
          turn: r.turn,
          gaveWay: r.gaveWay,
          madeAt: minute(r.reservedAt) ?? 0,
        },
        ...{ frontAt: minute(r.movedToFrontAt) ?? -1, notifiedAt: minute(r.notifiedAt) },
        ...{ startsAt: minute(r.startsAt), endsAt: minute(r.endsAt) },
        ...{ cause: r.endCause, reason: r.endReason },
      }),
    );
    const forecasts = GPUS.map((gpu) =>
      [...forecast(this.state(gpu), RULES, this.now)]
        .map(([id, { startsAt }]) => `#${id}@${minute(startsAt) ?? "?"}`)
        .join(" "),
    );
    return { reservations: all, forecasts, log: this.log };
  }

  /** A GPU with priority and eligibility as they are now. */
  state(gpu: number): GpuState {
    const state = this.gpus[gpu];
    if (!state) throw new Error(`there is no GPU ${gpu}`);
    const reservations = state.reservations.map((known) => ({
      ...known,
      priority: this.access(known.userId, gpu)?.priority ?? Number.MAX_SAFE_INTEGER,
      eligible: this.isEligible(known.userId, gpu),
    }));
    return { ...state, reservations };
  }

  access = (person: number, gpu: number) => this.accesses.get(`${person} ${gpu}`);
  isActive = (person: number) => this.accounts.get(person) === "ACTIVE";
  isEligible = (person: number, gpu: number) =>
    this.isActive(person) && this.access(person, gpu)?.enabled === true;

  /** Takes what the core decided: where it leads to, and who caused which step. */
  take(
    gpu: number,
    { state, steps }: { state: GpuState; steps: readonly Step[] },
    by: (step: Step) => string,
  ): void {
    this.gpus[gpu] = state;
    for (const { event, after, mark } of steps) {
      const line = `${event} #${after.id} by ${by({ event, after })}${mark ? inMinutes(mark) : ""}`;
      this.log.set(`G${gpu}`, [...(this.log.get(`G${gpu}`) ?? []), line]);
      this.all.set(after.id, { gpu, reservation: after });
    }
    for (const reservation of state.reservations)
      this.all.set(reservation.id, { gpu, reservation });
  }

  settle(gpu: number): void {
    this.take(gpu, settle(this.state(gpu), RULES, this.now), () => "-");
  }

  own = (person: number, gpu: number) =>
    this.state(gpu).reservations.find(({ userId }) => userId === person);
}
