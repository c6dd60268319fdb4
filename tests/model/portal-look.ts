/** How the portal's tables stand, in the words of the model. */
import { sql } from "@/lib/db";
import { forecast } from "@/lib/domain/forecast";
import { MINUTE } from "@/lib/domain/words";
import { translator } from "@/lib/i18n/translator";
import { policy } from "@/lib/policy";
import { visibleQueues } from "@/lib/reservations/queries";
import type { MailSink } from "../support/smtp";
import { REMOVED } from "./model";
import { lineOf, type Picture } from "./picture";
import type { Lab } from "./portal-lab";
import type { Status } from "./queue";
import { START } from "./words";

const minute = (at: string | number | null) =>
  at === null ? null : (new Date(at).getTime() - START) / MINUTE;
const withMark = (mark: string) => {
  const [before, end = ""] = mark.split("@");
  return ` ${before} before ${minute(end)}`;
};

const removed = translator("zh-TW", "adminAccess")("removedReason");
const reasonOf = (text: string | null) => (text === removed ? REMOVED : text);

/** A reservation as JSON has it. */
type Row = {
  id: number;
  user_id: number;
  gpu_id: number;
  status: Status;
  duration: number;
  auto_start: boolean;
  turn: number;
  gave_way: boolean;
  reservation_time: string;
  notification_time: string | null;
  start_time: string | null;
  end_time: string | null;
  moved_to_front_at: string | null;
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
  id: number;
  actor_id: number | null;
  action: string;
  subject_id: number;
  details: { gpuId?: number; userId?: number; mark?: string };
};

type Tables = { reservations: Row[]; mails: MailRow[]; entries: Entry[] };

// In one statement, since it is asked after every command. Mails that only keep calendars right
// are another test's matter.
const LOOK = `
  SELECT
    (SELECT coalesce(json_agg(r ORDER BY r.id), '[]') FROM reservation r) AS reservations,
    (SELECT coalesce(json_agg(n ORDER BY n.id), '[]') FROM notification n
      WHERE n.kind <> 'calendar-updated') AS mails,
    (SELECT coalesce(json_agg(a ORDER BY a.id), '[]') FROM audit_log a WHERE a.id > $1) AS entries`;

/** A mail as the model counts it. */
export type PortalMail = { id: number; text: string; status: string; messageId: string };

export class Onlooker {
  #seen: Tables = { reservations: [], mails: [], entries: [] };
  #log = new Map<string, string[]>();

  constructor(
    readonly lab: Lab,
    readonly sink: MailSink,
  ) {}

  /** The reservation that somebody made last of a GPU, as of the last look; 0 for none. */
  latestOf(userId: number | undefined, gpuId: number): number {
    const own = this.#seen.reservations.findLast(
      (row) => row.user_id === userId && row.gpu_id === gpuId,
    );
    return own?.id ?? 0;
  }

  #person(userId: number | null): string {
    if (userId === null) return "-";
    if (userId === this.lab.admin.id) return "admin";
    const found = [...this.lab.people].find(([, { id }]) => id === userId)?.[0];
    return `P${found}`;
  }

  #gpu = (id: number | undefined) => this.lab.gpus.findIndex((card) => card.id === id);
  #n = (id: number | null) => this.#seen.reservations.findIndex((row) => row.id === id) + 1;

  async look(): Promise<Picture> {
    const before = this.#seen.entries.at(-1)?.id ?? this.lab.madeBefore;
    const [[tables], forecasts] = await Promise.all([
      sql<Tables>(LOOK, [before]),
      this.#expectations(),
    ]);
    if (!tables) throw new Error("nothing was to be seen");
    const entries = tables.entries.length > 0 ? tables.entries : this.#seen.entries;
    this.#seen = { ...tables, entries };
    for (const entry of tables.entries) this.#write(entry);
    const { reservations } = tables;
    return {
      reservations: reservations.map((row) => this.#lineOf(row)),
      endedBy: reservations.map((r) => `#${this.#n(r.id)} ended by ${this.#person(r.ended_by)}`),
      forecasts: forecasts.map((waiters) =>
        waiters.map(({ id, at }) => `#${this.#n(id)}@${at ?? "?"}`).join(" "),
      ),
      log: this.#log,
      mails: this.mails()
        .map((mail) => `${mail.text}: ${mail.status}${this.#arrivals(mail)}`)
        .sort(),
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

  async #expectations() {
    const queues = await visibleQueues(this.lab.admin);
    return this.lab.gpus.map((card) => {
      const queue = queues.find(({ gpu }) => gpu.id === card.id);
      if (!queue) return [];
      // What the rules promise: the model knows nothing of what is merely likely.
      const promised = forecast(queue.state, policy(), queue.now);
      return [...promised].map(([id, { startsAt }]) => ({ id, at: minute(startsAt) }));
    });
  }

  #write({ actor_id, action, subject_id, details }: Entry): void {
    const [subject = "", event] = action.split(".");
    const isOfReservation = subject === "reservation";
    const where = isOfReservation ? `G${this.#gpu(details.gpuId)}` : "office";
    const about: Record<string, () => string> = {
      account: () => `${action} ${this.#person(subject_id)}`,
      access: () =>
        `${action} G${this.#gpu(subject_id)} to ${this.#person(details.userId ?? null)}`,
      reservation: () => `${event} #${this.#n(subject_id)}`,
    };
    const what = about[subject]?.() ?? `${action} G${this.#gpu(subject_id)}`;
    const mark = isOfReservation && details.mark ? withMark(details.mark) : "";
    const line = `${what} by ${this.#person(actor_id)}${mark}`;
    this.#log.set(where, [...(this.#log.get(where) ?? []), line]);
  }

  /** The mails of the outbox, as of the last look. */
  mails(): PortalMail[] {
    return this.#seen.mails.map((row) => ({
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
