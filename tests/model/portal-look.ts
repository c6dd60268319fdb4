/** How the portal's tables stand, in the words of the model. */
import { sql } from "@/lib/db";
import { MINUTE } from "@/lib/domain/words";
import { translator } from "@/lib/i18n/translator";
import { visibleQueues } from "@/lib/reservations/queries";
import type { MailSink } from "../support/smtp";
import { REMOVED } from "./model";
import { lineOf, type Picture } from "./picture";
import type { Lab } from "./portal-lab";
import type { Status } from "./queue";
import { START } from "./words";

const minute = (at: Date | string | number | null) =>
  at === null ? null : (new Date(at).getTime() - START) / MINUTE;
const withMark = (mark: string) => {
  const [before, end = ""] = mark.split("@");
  return ` ${before} before ${minute(end)}`;
};

const removed = translator("zh-TW", "adminAccess")("removedReason");
const reasonOf = (text: string | null) => (text === removed ? REMOVED : text);

type Row = {
  id: number;
  user_id: number;
  gpu_id: number;
  status: Status;
  duration: number;
  auto_start: boolean;
  turn: number;
  gave_way: boolean;
  reservation_time: Date;
  notification_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
  moved_to_front_at: Date | null;
  end_cause: string | null;
  end_reason: string | null;
  ended_by: number | null;
};

type MailRow = {
  id: number;
  user_id: number;
  reservation_id: number | null;
  kind: string;
  turn: number;
  mark: string;
  payload: Record<string, string> & { gpu?: { id: number }; accountId?: number };
  status: string;
  message_id: string;
};

type Entry = {
  actor_id: number | null;
  action: string;
  subject_id: number;
  details: { gpuId?: number; userId?: number; mark?: string };
};

/** A mail as the model counts it. */
export type PortalMail = { id: number; text: string; status: string; messageId: string };

export class Onlooker {
  /** The reservations' ids, in the order in which they were made. */
  #ids: number[] = [];

  constructor(
    readonly lab: Lab,
    readonly sink: MailSink,
  ) {}

  #person(userId: number | null): string {
    if (userId === null) return "-";
    if (userId === this.lab.admin.id) return "admin";
    const found = [...this.lab.people].find(([, { id }]) => id === userId)?.[0];
    return `P${found}`;
  }

  #gpu = (id: number | undefined) => this.lab.gpus.findIndex((card) => card.id === id);
  #n = (id: number | null) => this.#ids.indexOf(id ?? 0) + 1;

  async look(): Promise<Picture> {
    const rows = await sql<Row>("SELECT * FROM reservation ORDER BY id");
    this.#ids = rows.map(({ id }) => id);
    const mails = await this.mails();
    return {
      reservations: rows.map((row) => this.#lineOf(row)),
      endedBy: rows.map((row) => `#${this.#n(row.id)} ended by ${this.#person(row.ended_by)}`),
      forecasts: await this.#forecasts(),
      log: await this.#log(),
      mails: mails.map((mail) => `${mail.text}: ${mail.status}${this.#arrivals(mail)}`).sort(),
    };
  }

  #lineOf(row: Row): string {
    return lineOf({
      n: this.#n(row.id),
      person: Number(this.#person(row.user_id).slice(1)),
      gpu: this.#gpu(row.gpu_id),
      hours: row.duration,
      autoStart: row.auto_start,
      madeAt: minute(row.reservation_time) ?? 0,
      status: row.status,
      turn: row.turn,
      frontAt: minute(row.moved_to_front_at) ?? -1,
      gaveWay: row.gave_way,
      notifiedAt: minute(row.notification_time),
      startsAt: minute(row.start_time),
      endsAt: minute(row.end_time),
      cause: row.end_cause,
      reason: reasonOf(row.end_reason),
    });
  }

  async #forecasts(): Promise<string[]> {
    const queues = await visibleQueues(this.lab.admin);
    return this.lab.gpus.map(({ id }) => {
      const { waiters = [] } = queues.find(({ gpu }) => gpu.id === id) ?? {};
      return waiters
        .map(
          ({ reservation, startsAt }) => `#${this.#n(reservation.id)}@${minute(startsAt) ?? "?"}`,
        )
        .join(" ");
    });
  }

  async #log(): Promise<Map<string, string[]>> {
    const entries = await sql<Entry>(
      "SELECT actor_id, action, subject_id, details FROM audit_log WHERE id > $1 ORDER BY id",
      [this.lab.madeBefore],
    );
    const log = new Map<string, string[]>();
    for (const { actor_id, action, subject_id, details } of entries) {
      const by = this.#person(actor_id);
      const [subject, event] = action.split(".");
      const isOfGpu = subject === "reservation";
      const where = isOfGpu ? `G${this.#gpu(details.gpuId)}` : "office";
      const about = {
        account: `${action} ${this.#person(subject_id)}`,
        access: `${action} G${this.#gpu(subject_id)} to ${this.#person(details.userId ?? null)}`,
        reservation: `${event} #${this.#n(subject_id)}`,
      }[subject ?? ""];
      const what = about ?? `${action} G${this.#gpu(subject_id)}`;
      const mark = details.mark && isOfGpu ? withMark(details.mark) : "";
      log.set(where, [...(log.get(where) ?? []), `${what} by ${by}${mark}`]);
    }
    return log;
  }

  /** The mails of the outbox, without those that only keep calendars right. */
  async mails(): Promise<PortalMail[]> {
    const rows = await sql<MailRow>(
      "SELECT * FROM notification WHERE kind <> 'calendar-updated' ORDER BY id",
    );
    return rows.map((row) => ({
      ...{ id: row.id, status: row.status, messageId: row.message_id },
      text: `${row.kind} to ${this.#person(row.user_id)}${this.#factsOf(row)}`,
    }));
  }

  #factsOf({ kind, reservation_id, turn, mark, payload }: MailRow): string {
    if (payload.accountId) return ` of ${this.#person(payload.accountId)}`;
    if (payload.gpu) return ` of G${this.#gpu(payload.gpu.id)}`;
    if (reservation_id === null) return "";
    const facts: Record<string, () => string> = {
      "your-turn": () => ` until ${minute(payload.claimBy ?? "")}`,
      started: () => ` until ${minute(payload.endsAt ?? "")}`,
      "turn-passed-on": () => ` until ${minute(payload.claimBy ?? "")}`,
      "ending-soon": () => withMark(mark),
      ended: () => ` ${payload.cause} at ${minute(payload.endedAt ?? "")}`,
      "cancelled-by-admin": () => ` ${reasonOf(payload.reason ?? null)}`,
      maintenance: () => ` ${payload.effect}`,
    };
    return ` of #${this.#n(reservation_id)} turn ${turn}${facts[kind]?.() ?? ""}`;
  }

  /** What is wrong with how often a mail arrived. */
  #arrivals({ status, messageId }: PortalMail): string {
    const count = this.sink.received.filter(({ mail }) =>
      mail.messageId?.includes(messageId),
    ).length;
    const right = status === "SENT" ? 1 : 0;
    return count === right ? "" : `, but arrived ${count} times`;
  }
}
