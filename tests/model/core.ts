/** The pure core, given the commands of a lab. */
import { cancel, extend, giveWay, moveToFront, release, start } from "@/lib/domain/actions";
import type { Verdict } from "@/lib/domain/decision";
import { longestReservationHours } from "@/lib/domain/limits";
import { withOutages } from "@/lib/domain/maintenance";
import { maySeeConnectionInfo } from "@/lib/domain/permissions";
import { holderOf } from "@/lib/domain/queue";
import { isLive, newReservation } from "@/lib/domain/reservation";
import { settleHolder } from "@/lib/domain/settle";
import type { GpuState, Instant, Outage } from "@/lib/domain/words";
import { CoreLab, MINUTE, RULES } from "./core-lab";
import { REMOVED } from "./model";
import type { Tried } from "./run";
import {
  type Account,
  BECAUSE,
  type Command,
  DEFAULT_ACCESS,
  GPUS,
  MAX_HOURS,
  MAX_LIVE,
  MEMBERS,
  multiplierOf,
  type Reserve,
  type SetAccess,
  type TakeOut,
  type Wished,
} from "./words";

/** What an administrator does with a change of maintenance. */
const DONE_BY_ADMIN = ["shortened", "restored", "turn-withdrawn", "completed"];

export class Core extends CoreLab implements Tried {
  do(command: Command): string {
    switch (command.do) {
      case "wait":
        this.now += command.minutes * MINUTE;
        return "done";
      case "sweep":
        for (let worker = 0; worker < command.workers; worker++) this.#sweep();
        return "done";
      case "register":
        if (this.accounts.has(command.person)) return "email-taken, phone-taken, username-taken";
        this.accounts.set(command.person, "PENDING");
        return "done";
      case "approve":
      case "disableAccount":
      case "enableAccount":
        return this.#changeAccount(command);
      case "setAccess":
        return this.#setAccess(command);
      case "reserve":
        return this.#reserve(command);
      case "enableGpu":
      case "disableGpu":
        return this.#change(command.gpu, { enabled: command.do === "enableGpu" });
      case "fault":
      case "recover": {
        const { healthy } = this.state(command.gpu);
        if (command.do === "recover" && !healthy)
          return this.#change(command.gpu, { healthy: true });
        this.gpus[command.gpu] = {
          ...this.state(command.gpu),
          healthy: command.do === "recover",
        };
        return "done";
      }
      case "takeOut":
        return this.takeOut(command);
      case "bringBack":
        return this.#bringBack(command.gpu);
      case "look":
        return this.#look(command.person);
      case "mailJob":
      case "sweepMails":
      case "waitForHolder":
        return "done";
      default:
        return this.#wish(command);
    }
  }

  #sweep(): void {
    for (const gpu of GPUS) this.settle(gpu);
  }

  #change(gpu: number, change: Partial<GpuState>): string {
    this.gpus[gpu] = { ...this.state(gpu), ...change };
    this.settle(gpu);
    return "done";
  }

  #changeAccount({ do: what, person, withAccess }: Account): string {
    const before = this.accounts.get(person);
    if (!before) return "not-found";
    const to = what === "disableAccount" ? "DISABLED" : "ACTIVE";
    const from = { approve: "PENDING", enableAccount: "DISABLED", disableAccount: before }[what];
    if (before !== to && before !== from) return "changed-meanwhile";
    this.accounts.set(person, to);
    const { gpu, priority } = DEFAULT_ACCESS;
    if (before !== to && what === "approve" && withAccess && !this.access(person, gpu)) {
      this.accesses.set(`${person} ${gpu}`, { priority, enabled: true });
    }
    for (const each of GPUS) {
      if (this.own(person, each)) this.settle(each);
    }
    return "done";
  }

  #setAccess({ person, gpu, access, mayCancel }: SetAccess): string {
    const before = this.access(person, gpu);
    if (JSON.stringify(before ?? null) === JSON.stringify(access)) return "done";
    if (!this.accounts.has(person)) return "not-found";
    const own = this.own(person, gpu);
    if (!access && own?.status === "ACTIVE") return "has-running-use";
    if (!access && own && !mayCancel) return "has-waiting-reservation";
    if (access) this.accesses.set(`${person} ${gpu}`, access);
    this.take(gpu, settleHolder(this.state(gpu), RULES, this.now), () => "-");
    const still = access ? undefined : this.own(person, gpu);
    if (still) {
      const verdict = cancel(this.state(gpu), still.id, "administrator", REMOVED, this.now);
      if (verdict.ok) this.take(gpu, verdict, () => "admin");
    }
    if (!access) this.accesses.delete(`${person} ${gpu}`);
    this.settle(gpu);
    return "done";
  }

  #reserve({ by, person, gpu, hours, autoStart }: Reserve): string {
    const about = (mine: string, theirs: string) => (by === "admin" ? theirs : mine);
    if (by === "owner" && !this.isActive(person)) return "login-required";
    const access = this.access(person, gpu);
    if (!access) return about("not-found", "user-does-not-see");
    this.settle(gpu);
    if (!this.isActive(person)) return "user-not-active";
    if (!access.enabled) return about("access-disabled", "user-access-disabled");
    const longest = longestReservationHours(MAX_HOURS[gpu] ?? 0, multiplierOf(person));
    if (hours > longest) return "duration-too-long";
    if (this.own(person, gpu)) return about("already-reserved", "user-reserved-already");
    const live = [...this.all.values()].filter(
      ({ reservation: r }) =>
        r.userId === person && isLive(r) && (r.endsAt ?? this.now + 1) > this.now,
    );
    if (live.length >= MAX_LIVE) return about("too-many-live", "user-too-many-live");
    const id = this.all.size + 1;
    const chosen = { durationHours: hours, autoStart, priority: access.priority };
    const after = newReservation({ id, userId: person, reservedAt: this.now, ...chosen });
    const state = this.state(gpu);
    const joined = { ...state, reservations: [...state.reservations, after] };
    const who = about(`P${person}`, "admin");
    this.take(gpu, { state: joined, steps: [{ event: "reserved", after }] }, () => who);
    this.settle(gpu);
    return "done";
  }

  #wish(command: Wished): string {
    const { by, person, gpu } = command;
    const actor = by === "stranger" ? (person % MEMBERS) + 1 : person;
    if (by !== "admin" && !this.isActive(actor)) return "login-required";
    const known = [...this.all.values()].findLast(
      (each) => each.gpu === gpu && each.reservation.userId === person,
    );
    const isSeen = by === "admin" || (by === "owner" && this.access(person, gpu));
    if (!known || !isSeen || (command.do === "moveToFront" && by !== "admin")) return "not-found";
    this.settle(gpu);
    const verdict = this.#ask(command, known.reservation.id);
    if (!verdict.ok) {
      const hasExpired = this.all.get(known.reservation.id)?.reservation.status === "EXPIRED";
      if (command.do === "start" && hasExpired) return "claim-window-over";
      const isTheirs = by === "admin" && verdict.refusal === "access-disabled";
      return isTheirs ? "user-access-disabled" : verdict.refusal;
    }
    this.take(gpu, verdict, () => (by === "admin" ? "admin" : `P${person}`));
    this.settle(gpu);
    return "done";
  }

  #ask({ do: what, by, person, gpu, hours }: Wished, id: number): Verdict {
    const state = this.state(gpu);
    const now = this.now;
    const [role, why] =
      by === "admin" ? (["administrator", BECAUSE] as const) : (["owner", null] as const);
    const longest = longestReservationHours(MAX_HOURS[gpu] ?? 0, multiplierOf(person));
    switch (what) {
      case "start":
        return start(state, id, RULES, now);
      case "cancel":
        return cancel(state, id, role, why, now);
      case "release":
        return release(state, id, role, why, now);
      case "giveWay":
        return giveWay(state, id, RULES, now);
      case "moveToFront":
        return moveToFront(state, id, now);
      case "extend":
        return extend(state, id, hours, longest, now);
    }
  }

  takeOut({ gpu, inMinutes: ahead, forMinutes }: TakeOut): string {
    const { outages } = this.state(gpu);
    const from = this.now + ahead * MINUTE;
    const until = forMinutes === null ? null : from + forMinutes * MINUTE;
    const end = (outage: { until: Instant | null }) => outage.until ?? Number.POSITIVE_INFINITY;
    const meets = outages.some((other) => other.from < end({ until }) && from < end(other));
    if (meets) return "maintenance-overlaps";
    return this.#changeOutages(gpu, [...outages, { from, until, reason: "fan" }]);
  }

  #bringBack(gpu: number): string {
    const { outages } = this.state(gpu);
    const open = outages.find(({ until }) => until === null || until > this.now);
    if (!open) return "not-found";
    const others = outages.filter((outage) => outage !== open);
    const over = { ...open, until: this.now };
    return this.#changeOutages(gpu, open.from >= this.now ? others : [...others, over]);
  }

  #changeOutages(gpu: number, outages: readonly Outage[]): string {
    this.take(gpu, settleHolder(this.state(gpu), RULES, this.now), () => "-");
    const changed = withOutages(this.state(gpu), outages, RULES, this.now);
    this.take(gpu, changed, ({ event }) => (DONE_BY_ADMIN.includes(event) ? "admin" : "-"));
    return "done";
  }

  #look(person: number): string {
    if (!this.isActive(person)) return "login-required";
    const viewer = { id: person, isAdmin: false };
    return GPUS.filter((gpu) => this.access(person, gpu))
      .map((gpu) => {
        const mayReach = maySeeConnectionInfo(viewer, holderOf(this.state(gpu)) ?? null);
        return `G${gpu}${mayReach ? " and how to reach it" : ""}`;
      })
      .join(", ");
  }
}
