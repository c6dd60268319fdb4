/** A lab as the product's rules have it: what may be answered to a command, and what follows. */

import { Maintained } from "./maintenance";
import { claimBy, isLive } from "./queue";
import { ADMIN, DONE } from "./wishes";
import {
  type Access,
  type Account,
  type Command,
  DEFAULT_ACCESS,
  FIRST,
  firstAccess,
  GPUS,
  HOLDER,
  LAST,
  MEMBERS,
  NEEDY,
  PEOPLE,
  type SetAccess,
  type Switch,
} from "./words";

/** Why an administrator's change of accesses cancels what waits. */
export const REMOVED = "access removed";
const DAY = 1440;

/** The order in which mails are counted. */
export const byText = (a: { text: string }, b: { text: string }) =>
  a.text < b.text ? -1 : Number(a.text > b.text);

export class Model extends Maintained {
  readonly accounts = new Map<number, "PENDING" | "ACTIVE" | "DISABLED">();
  readonly accesses = new Map<string, Access>();

  constructor() {
    super();
    for (const person of PEOPLE) {
      if (person <= MEMBERS) this.accounts.set(person, "ACTIVE");
      for (const gpu of GPUS) {
        const access = firstAccess(person, gpu);
        if (access) this.accesses.set(`${person} ${gpu}`, access);
      }
    }
  }

  access(person: number, gpu: number) {
    return this.accesses.get(`${person} ${gpu}`);
  }

  isActive(person: number) {
    return this.accounts.get(person) === "ACTIVE";
  }

  isEligible(person: number, gpu: number) {
    return this.isActive(person) && this.access(person, gpu)?.enabled === true;
  }

  priorityOf(person: number, gpu: number) {
    return this.access(person, gpu)?.priority ?? Number.MAX_SAFE_INTEGER;
  }

  /** The command with what it means at this moment. */
  resolve(command: Command): Command {
    if (command.do === "waitForHolder") {
      const r = this.holderOf(command.gpu);
      const at = r?.endsAt ?? claimBy(r?.notifiedAt ?? this.now);
      return { do: "wait", minutes: Math.max(0, at - command.early - this.now) };
    }
    if ("person" in command && command.person <= HOLDER) {
      const person = this.meant(command.person, "gpu" in command ? command.gpu : 0, command.do);
      return { ...command, person };
    }
    if ("gpu" in command && command.gpu === NEEDY) {
      return { ...command, gpu: this.inNeedOf(command.do) };
    }
    return command;
  }

  meant(who: number, gpu: number, what: string): number {
    const queue = this.queueOf(gpu);
    const status = what === "approve" ? "PENDING" : "DISABLED";
    const needy = [...this.accounts].find(([, known]) => known === status)?.[0];
    const people: Record<number, number | undefined> = {
      [HOLDER]: this.holderOf(gpu)?.person,
      [FIRST]: queue[0]?.person,
      [LAST]: queue.at(-1)?.person,
      [NEEDY]: needy,
    };
    return people[who] ?? 1;
  }

  /** The GPU that is to be enabled, to be well again or to be brought back. */
  inNeedOf(what: string): number {
    const found = GPUS.find((gpu) => {
      const { enabled, faulty } = this.gpus[gpu] ?? {};
      if (what === "enableGpu") return !enabled;
      return what === "recover" ? faulty : this.openOutage(gpu) !== undefined;
    });
    return found ?? 0;
  }

  /** Does a resolved command. Returns the answers of which one must be given. */
  do(command: Command): string[] {
    switch (command.do) {
      case "wait":
        this.now += command.minutes;
        return DONE;
      case "sweep":
        for (const gpu of GPUS) this.settle(gpu);
        return DONE;
      case "register":
        return this.register(command.person);
      case "approve":
      case "disableAccount":
      case "enableAccount":
        return this.changeAccount(command);
      case "setAccess":
        return this.setAccess(command);
      case "reserve":
        return this.reserve(command);
      case "enableGpu":
      case "disableGpu":
      case "fault":
      case "recover":
        return this.changeGpu(command);
      case "takeOut":
        return this.takeOut(command);
      case "bringBack":
        return this.bringBack(command.gpu);
      case "look":
        return [this.seenBy(command.person)];
      case "mailJob":
        return this.mailJob(command.nth);
      case "sweepMails":
        return this.sweepMails();
      case "waitForHolder":
        throw new Error("not resolved");
      default:
        return this.wish(command);
    }
  }

  register(person: number): string[] {
    if (this.accounts.has(person)) return ["email-taken, phone-taken, username-taken"];
    this.accounts.set(person, "PENDING");
    this.office(`account.registered P${person} by P${person}`);
    this.mail(`registration-received to admin of P${person}`);
    this.mail(`verify-email to P${person}`);
    return DONE;
  }

  changeAccount({ do: what, person, withAccess }: Account): string[] {
    const before = this.accounts.get(person);
    if (!before) return ["not-found"];
    const to = what === "disableAccount" ? "DISABLED" : "ACTIVE";
    const from = { approve: "PENDING", enableAccount: "DISABLED", disableAccount: before };
    if (before !== to) {
      if (before !== from[what]) return ["changed-meanwhile"];
      this.accounts.set(person, to);
      const verb = { approve: "approved", enableAccount: "enabled", disableAccount: "disabled" };
      this.office(`account.${verb[what]} P${person} by admin`);
      this.mail(`account-${to === "ACTIVE" ? "approved" : "disabled"} to P${person}`);
      const { gpu, priority } = DEFAULT_ACCESS;
      if (what === "approve" && withAccess && !this.access(person, gpu)) {
        this.accesses.set(`${person} ${gpu}`, { priority, enabled: true });
        this.office(`access.granted G${gpu} to P${person} by admin`);
      }
    }
    for (const gpu of GPUS) if (this.of(gpu).some((r) => r.person === person)) this.settle(gpu);
    return DONE;
  }

  setAccess({ person, gpu, access, mayCancel }: SetAccess): string[] {
    const before = this.access(person, gpu);
    if (JSON.stringify(before ?? null) === JSON.stringify(access)) return DONE;
    if (!this.accounts.has(person)) return ["not-found"];
    const live = this.of(gpu).find((r) => r.person === person);
    if (!access && live?.status === "ACTIVE") return ["has-running-use"];
    if (!access && live && !mayCancel) return ["has-waiting-reservation"];
    if (access) this.accesses.set(`${person} ${gpu}`, access);
    const verb = !before ? "granted" : access ? "changed" : "removed";
    this.office(`access.${verb} G${gpu} to P${person} by admin`);
    this.freeIfDue(gpu);
    if (!access && live && isLive(live)) this.cancel(live, ADMIN, REMOVED);
    if (!access) this.accesses.delete(`${person} ${gpu}`);
    this.settle(gpu);
    return DONE;
  }

  changeGpu({ do: what, gpu }: Switch): string[] {
    const card = this.gpus[gpu];
    if (!card) return ["not-found"];
    if (what === "enableGpu" || what === "disableGpu") {
      const enabled = what === "enableGpu";
      if (card.enabled !== enabled) {
        this.office(`gpu.${enabled ? "enabled" : "disabled"} G${gpu} by admin`);
      }
      card.enabled = enabled;
      this.settle(gpu);
      return DONE;
    }
    if (what === "fault" && !card.faulty) this.mail(`incident to admin of G${gpu}`);
    const hasRecovered = what === "recover" && card.faulty;
    card.faulty = what === "fault";
    if (hasRecovered) this.settle(gpu);
    return DONE;
  }

  seenBy(person: number): string {
    if (!this.isActive(person)) return "login-required";
    const seen = GPUS.filter((gpu) => this.access(person, gpu));
    return seen
      .map((gpu) => {
        const holder = this.holderOf(gpu);
        const isUsing = holder?.person === person && holder.status === "ACTIVE";
        return `G${gpu}${isUsing ? " and how to reach it" : ""}`;
      })
      .join(", ");
  }

  mailJob(nth: number): string[] {
    const mail = this.mails.toSorted(byText)[nth % this.mails.length];
    if (mail?.status === "PENDING") mail.status = "SENT";
    return DONE;
  }

  /** A mail that nobody could send for a day is too old. */
  sweepMails(): string[] {
    for (const mail of this.mails.filter(({ status }) => status === "PENDING")) {
      mail.status = mail.at + DAY <= this.now ? "FAILED" : "SENT";
    }
    return DONE;
  }
}
