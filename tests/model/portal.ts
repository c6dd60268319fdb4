/** The portal's commands on PostgreSQL, and what its worker does, given the commands of a lab. */
import { saveAccess } from "@/lib/access/commands";
import { stampOf } from "@/lib/access/views";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { register } from "@/lib/accounts/commands-register";
import { accountOfSession } from "@/lib/accounts/queries";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { MINUTE } from "@/lib/domain/words";
import { FieldRefusals, Refusal } from "@/lib/errors";
import { setGpuEnabled } from "@/lib/gpus/commands";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import { dueMails } from "@/lib/notifications/due";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  reserve,
  startReservation,
} from "@/lib/reservations/commands";
import {
  extendAnyReservation,
  moveReservationToFront,
  reserveFor,
} from "@/lib/reservations/commands-admin";
import { connectionInfo, visibleQueues } from "@/lib/reservations/queries";
import { handleMailJob } from "@/worker/handlers/send-mail";
import { sendDueMails } from "@/worker/sweep/send-due-mails";
import { settleDueGpus } from "@/worker/sweep/settle-due-gpus";
import { aRegistration } from "../features/accounts/support";
import { itIs } from "../support/engine";
import type { MailSink } from "../support/smtp";
import { byText } from "./model";
import type { Picture } from "./picture";
import { type Card, type Lab, makeLab } from "./portal-lab";
import { Onlooker } from "./portal-look";
import type { Tried } from "./run";
import {
  type Account,
  BECAUSE,
  type Command,
  MEMBERS,
  type Reserve,
  type SetAccess,
  START,
  type Switch,
  type TakeOut,
  type Wished,
} from "./words";

/** At once, so many times. */
const atOnce = (times: number, work: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: times }, work));

export class Portal implements Tried {
  #now = START;
  #eye: Onlooker;
  /** Of the session that somebody has. */
  #versions = new Map<number, number>();

  private constructor(
    readonly lab: Lab,
    sink: MailSink,
  ) {
    this.#eye = new Onlooker(lab, sink);
  }

  static async open(sink: MailSink): Promise<Portal> {
    sink.received.length = 0;
    return new Portal(await makeLab(), sink);
  }

  look(): Promise<Picture> {
    return this.#eye.look();
  }

  async do(command: Command): Promise<string> {
    try {
      return (await this.#do(command)) ?? "done";
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      if (!(error instanceof FieldRefusals)) throw error;
      return error.refusals
        .map(({ code }) => code)
        .sort()
        .join(", ");
    }
  }

  async #do(command: Command): Promise<string | undefined> {
    const { admin } = this.lab;
    switch (command.do) {
      case "wait":
        this.#now += command.minutes * MINUTE;
        itIs(this.#now);
        return;
      case "sweep":
        await atOnce(command.workers, settleDueGpus);
        return;
      case "sweepMails":
        // A sweep takes a part of the outbox; the next one comes two seconds later.
        do await atOnce(command.workers, sendDueMails);
        while ((await dueMails(1)).length > 0);
        return;
      case "mailJob": {
        const mails = this.#eye.mails().sort(byText);
        const mailId = mails[command.nth % mails.length]?.id;
        if (mailId) await atOnce(command.times, () => handleMailJob({ mailId }));
        return;
      }
      case "register":
        return this.#register(command.person);
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
      case "fault":
      case "recover":
        return this.#changeGpu(command);
      case "takeOut":
        return this.#takeOut(command);
      case "bringBack":
        return bringBack(admin, await this.#openMaintenance(command.gpu)).then(() => undefined);
      case "look":
        return this.#seenBy(command.person);
      case "waitForHolder":
        throw new Error("not resolved");
      default:
        return this.#wish(command);
    }
  }

  #card(gpu: number): Card {
    const card = this.lab.gpus[gpu];
    if (!card) throw new Error(`there is no GPU ${gpu}`);
    return card;
  }

  /** Somebody who is logged in. @throws Refusal "login-required" */
  async #session(person: number): Promise<Actor> {
    const actor = this.lab.people.get(person);
    const sessionVersion = this.#versions.get(person) ?? 0;
    const account = actor && (await accountOfSession({ userId: actor.id, sessionVersion }));
    if (!account) throw new Refusal("login-required");
    return actor;
  }

  /** They log in again, if they may. */
  async #logIn(person: number, { id }: Actor): Promise<void> {
    const version = `SELECT session_version AS version FROM "user" WHERE id = $1`;
    const [row] = await sql<{ version: number }>(version, [id]);
    this.#versions.set(person, row?.version ?? 0);
  }

  async #register(person: number): Promise<undefined> {
    const known = this.lab.people.get(person);
    const [taken] = await sql(`SELECT username, email, phone FROM "user" WHERE id = $1`, [
      known?.id,
    ]);
    const from = { address: "192.0.2.9", locale: "zh-TW" } as const;
    const id = await register(aRegistration(taken), from);
    this.lab.people.set(person, { id, isAdmin: false, address: from.address });
  }

  async #changeAccount({ do: what, person, withAccess }: Account): Promise<undefined> {
    const { admin, people } = this.lab;
    const account = people.get(person);
    const id = account?.id ?? 0;
    if (what === "approve") await approveAccount(admin, id, { withDefaultAccess: withAccess });
    else await (what === "enableAccount" ? enableAccount : disableAccount)(admin, id);
    if (account) await this.#logIn(person, account);
  }

  async #setAccess({ person, gpu, access, mayCancel }: SetAccess): Promise<undefined> {
    const userId = this.lab.people.get(person)?.id ?? 0;
    const { id } = this.#card(gpu);
    const [known] = await sql<{ priority: number; enabled: boolean }>(
      "SELECT priority, status AS enabled FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2",
      [userId, id],
    );
    const row = [{ id: userId, seen: stampOf(known ?? null), wanted: access }];
    await saveAccess(this.lab.admin, { of: "gpu", id, mayCancel, row });
  }

  async #reserve({ by, person, gpu, hours, autoStart }: Reserve): Promise<undefined> {
    const application = { gpuId: this.#card(gpu).id, hours, autoStart };
    if (by === "owner") await reserve(await this.#session(person), application);
    else {
      const userId = this.lab.people.get(person)?.id ?? 0;
      await reserveFor(this.lab.admin, { userId, ...application });
    }
  }

  async #wish({ do: what, by, person, gpu, hours }: Wished): Promise<undefined> {
    const actor =
      by === "admin"
        ? this.lab.admin
        : await this.#session(by === "owner" ? person : (person % MEMBERS) + 1);
    const reason = by === "admin" ? BECAUSE : null;
    const id = this.#eye.latestOf(this.lab.people.get(person)?.id, this.#card(gpu).id);
    switch (what) {
      case "start":
        return void (await startReservation(actor, id));
      case "cancel":
        return void (await cancelReservation(actor, id, reason));
      case "release":
        return void (await releaseReservation(actor, id, reason));
      case "giveWay":
        return void (await giveWayOnce(actor, id));
      case "moveToFront":
        return void (await moveReservationToFront(actor, id));
      case "extend":
        await (by === "admin" ? extendAnyReservation : extendReservation)(actor, id, hours);
    }
  }

  async #changeGpu({ do: what, gpu }: Switch): Promise<undefined> {
    const card = this.#card(gpu);
    if (what === "fault" || what === "recover") await card.tell(this.#now, what === "fault");
    else await setGpuEnabled(this.lab.admin, card.id, what === "enableGpu");
  }

  async #takeOut({ gpu, inMinutes, forMinutes }: TakeOut): Promise<undefined> {
    const from = this.#now + inMinutes * MINUTE;
    const until = forMinutes === null ? null : from + forMinutes * MINUTE;
    const plan = { from, until, reason: "fan" };
    await takeOut(this.lab.admin, { of: "gpu", id: this.#card(gpu).id, ...plan });
  }

  /** The first maintenance of a GPU that is not over. */
  async #openMaintenance(gpu: number): Promise<number> {
    const [open] = await sql<{ id: number }>(
      `SELECT id FROM maintenance WHERE gpu_id = $1 AND ends_at IS DISTINCT FROM begins_at
         AND (ends_at IS NULL OR ends_at > $2) ORDER BY id LIMIT 1`,
      [this.#card(gpu).id, new Date(this.#now)],
    );
    return open?.id ?? 0;
  }

  async #seenBy(person: number): Promise<string> {
    const actor = await this.#session(person);
    const seen = new Set((await visibleQueues(actor)).map(({ gpu }) => gpu.id));
    const parts: string[] = [];
    for (const [gpu, { id }] of this.lab.gpus.entries()) {
      const mayReach = (await connectionInfo(actor, id)) !== null;
      if (seen.has(id)) parts.push(`G${gpu}${mayReach ? " and how to reach it" : ""}`);
      else if (mayReach) parts.push(`how to reach G${gpu} unseen`);
    }
    return parts.join(", ");
  }
}
