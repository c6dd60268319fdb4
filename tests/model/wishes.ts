/** What people wish for, and what is answered: the reasons of which one must be told. */
import { isLive, longestHours, NOBODY, Queues, type Reservation } from "./queue";
import { type Access, BECAUSE, MAX_LIVE, MEMBERS, type Reserve, type Wished } from "./words";

export const DONE = ["done"];
export const ADMIN = "admin";

/** What administrators are told where a user would be told something about themselves. */
const ABOUT_USER: Record<string, string> = {
  "not-found": "user-does-not-see",
  "account-disabled": "user-not-active",
  "access-disabled": "user-access-disabled",
  "already-reserved": "user-reserved-already",
  "too-many-live": "user-too-many-live",
};

/** Those of the reasons that are true; "done" where none is. */
function unless(reasons: Record<string, boolean>): string[] {
  const given = Object.keys(reasons).filter((reason) => reasons[reason]);
  return given.length > 0 ? given : DONE;
}

export abstract class Wishes extends Queues {
  abstract access(person: number, gpu: number): Access | undefined;
  abstract isActive(person: number): boolean;

  latest = (person: number, gpu: number) =>
    this.reservations.findLast((r) => r.person === person && r.gpu === gpu);

  reserve({ by, person, gpu, hours, autoStart }: Reserve): string[] {
    const toldTo = (reasons: string[]) =>
      by === ADMIN ? reasons.map((reason) => ABOUT_USER[reason] ?? reason) : reasons;
    if (by === "owner" && !this.isActive(person)) return ["login-required"];
    const access = this.access(person, gpu);
    if (!access) return toldTo(["not-found"]);
    this.settle(gpu);
    const own = this.reservations.filter((r) => r.person === person && isLive(r));
    // Nobody has ended it yet, but its time is up.
    const counted = own.filter((r) => r.endsAt === null || r.endsAt > this.now);
    const answer = unless({
      "account-disabled": !this.isActive(person),
      "access-disabled": !access.enabled,
      "duration-too-long": hours > longestHours(person, gpu),
      "already-reserved": own.some((r) => r.gpu === gpu),
      "too-many-live": counted.length >= MAX_LIVE,
    });
    if (answer !== DONE) return toldTo(answer);
    const made: Reservation = {
      n: this.reservations.length + 1,
      ...{ person, gpu, hours, autoStart, madeAt: this.now, status: "WAITING", turn: 0 },
      ...{ frontAt: -1, gaveWay: false, polite: false, notifiedAt: null, startsAt: null },
      ...{ endsAt: null, cause: null, reason: null, endedBy: NOBODY, reminded: [] },
    };
    this.reservations.push(made);
    this.happened(made, "reserved", by === ADMIN ? ADMIN : `P${person}`);
    if (by === ADMIN) this.tell(made, "reserved-for-you");
    this.settle(gpu);
    return DONE;
  }

  wish(command: Wished): string[] {
    const { by, person, gpu } = command;
    const actor = by === "stranger" ? (person % MEMBERS) + 1 : person;
    if (by !== ADMIN && !this.isActive(actor)) return ["login-required"];
    const r = this.latest(person, gpu);
    const isSeen = by === ADMIN || (by === "owner" && this.access(person, gpu) !== undefined);
    if (!r || !isSeen || (command.do === "moveToFront" && by !== ADMIN)) return ["not-found"];
    this.settle(gpu);
    const answer = this.refusal(r, command) ?? DONE;
    if (answer !== DONE) return answer;
    this.grant(r, command, by === ADMIN ? ADMIN : `P${person}`);
    this.settle(gpu);
    return DONE;
  }

  /** Why a wish cannot be granted. */
  refusal(r: Reservation, { do: what, by, hours }: Wished): string[] {
    const { status } = r;
    if (what === "start" && status === "EXPIRED") return ["claim-window-over"];
    if (!isLive(r)) return ["already-ended"];
    const others = this.queueOf(r.gpu).filter((other) => this.isEligible(other.person, r.gpu));
    const longest = longestHours(r.person, r.gpu) * 60;
    const end = r.endsAt ?? 0;
    const later = end + hours * 60;
    const disabled = by === ADMIN ? "user-access-disabled" : "access-disabled";
    switch (what) {
      case "start":
        if (status === "ACTIVE") return ["already-started"];
        return unless({ "not-your-turn": status === "WAITING" });
      case "cancel":
      case "moveToFront":
        return unless({
          "not-waiting": status === "ACTIVE" || (what === "moveToFront" && status !== "WAITING"),
        });
      case "release":
        return unless({ "not-active": status !== "ACTIVE" });
      case "giveWay":
        if (status !== "NOTIFIED") return ["not-your-turn"];
        return unless({
          "gave-way-already": r.gaveWay,
          "nobody-waits": this.couldGo(r.gpu).length === 0,
        });
      case "extend":
        if (status !== "ACTIVE") return ["not-active"];
        return unless({
          [disabled]: !this.isEligible(r.person, r.gpu),
          "somebody-waits": others.length > 0,
          "extension-too-long": later - this.now > longest,
          "maintenance-ahead": this.outages(r.gpu).some((o) => o.from < later && end < o.until),
        });
    }
  }

  grant(r: Reservation, { do: what, hours }: Wished, by: string): void {
    switch (what) {
      case "start":
        this.begin(r);
        this.happened(r, "started", by);
        break;
      case "cancel":
        this.cancel(r, by, by === ADMIN ? BECAUSE : "");
        break;
      case "release":
        this.end(r, "COMPLETED", this.now, by === ADMIN ? "ENDED_BY_ADMIN" : "RELEASED", by);
        if (by === ADMIN) {
          r.reason = BECAUSE;
          this.tell(r, "ended", ` ENDED_BY_ADMIN at ${this.now}`);
        }
        this.happened(r, "completed", by);
        break;
      case "giveWay":
        Object.assign(r, { status: "WAITING", notifiedAt: null, gaveWay: true, polite: true });
        this.happened(r, "gave-way", by);
        break;
      case "moveToFront":
        Object.assign(r, { frontAt: this.now, polite: false });
        this.happened(r, "moved-to-front", by);
        break;
      case "extend":
        Object.assign(r, { hours: r.hours + hours, endsAt: (r.endsAt ?? 0) + hours * 60 });
        this.happened(r, "extended", by);
    }
  }

  cancel(r: Reservation, by: string, why: string): void {
    const own = r.status === "NOTIFIED" ? "DECLINED" : "CANCELLED";
    this.end(r, "CANCELLED", this.now, by === ADMIN ? "CANCELLED_BY_ADMIN" : own, by, why);
    this.happened(r, "cancelled", by);
    if (by === ADMIN) this.tell(r, "cancelled-by-admin", ` ${why}`);
  }
}
