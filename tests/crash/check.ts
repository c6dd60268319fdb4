/** Reads what a run left behind, and says what it broke. */

import type { Entry, Standing } from "./lives";
import { checkMails, checkTurns, type Mail } from "./mails";
import { Replay } from "./replay";
import type { Change } from "./surroundings";
import type { System } from "./system";
import { longestWithin } from "./timeline";
import { TOLD } from "./witness";

const MOST_LIVE = 3;

const ms = (column: string) => `crash_ms(${column})`;

const STANDINGS = `
  SELECT id, user_id AS user, gpu_id AS gpu, auto_start AS "autoStart", status::text, turn,
         ${ms("start_time")} AS "startsAt", ${ms("end_time")} AS "endsAt"
  FROM reservation ORDER BY id`;
const ENTRIES = `
  SELECT id, ${ms("at")} AS at, replace(action, 'reservation.', '') AS event,
         subject_id AS reservation, (details->>'gpuId')::int AS gpu, details->>'status' AS status,
         details->>'cause' AS cause, details->>'mark' AS mark,
         CASE action WHEN 'reservation.reserved' THEN (details->>'hours')::int ELSE 0 END AS hours,
         ${ms("(details->'endsAt'->>'to')::timestamptz")} AS until
  FROM audit_log WHERE subject_type = 'reservation' ORDER BY id`;
const OUTBOX = `
  SELECT n.id, n.reservation_id AS reservation, n.kind, n.turn, n.message_id AS "messageId",
         n.status::text, ${ms("n.created_at")} AS "createdAt", ${ms("n.sent_at")} AS "sentAt",
         u.email AS address
  FROM notification n JOIN "user" u ON u.id = n.user_id ORDER BY n.id`;

/** What a run did; times in ms. */
export type Findings = {
  readonly broken: readonly string[];
  readonly reservations: number;
  readonly turns: number;
  readonly mails: number;
  /** How many copies came after another, by what excuses them. */
  readonly doubled: ReadonlyMap<string, number>;
  /** How long workers took to start. */
  readonly starts: readonly number[];
  /** How late what was due was done, and the longest of it in which it could have been. */
  readonly late: readonly number[];
  readonly longestLateWhileAble: number;
  readonly mailWaits: readonly number[];
  readonly longestMailWhileAble: number;
  /** How often something changed about GPUs and access, and how often somebody felt it. */
  readonly changes: ReadonlyMap<string, number>;
};

/** What happens to reservations only because of such a change. */
const FELT = ["turn-withdrawn", "shortened", "restored"];

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** How long what is due, and a mail, may wait while nothing is in their way; in ms. */
export type Limits = { readonly dueMs: number; readonly mailMs: number };

export async function check(system: System, until: number, limits: Limits): Promise<Findings> {
  const { database, timeline, spans } = system;
  const standings = (await database.query<Standing>(STANDINGS)).rows;
  const entries = (await database.query<Entry>(ENTRIES)).rows;
  const outbox = (await database.query<Mail>(OUTBOX)).rows;

  const rows = (await database.query<{ change: Change }>(TOLD)).rows;
  const changes = rows.map(({ change }) => change);
  const told = [...entries, ...changes].sort((a, b) => a.id - b.id);
  const replay = new Replay({ ...spans, mostLive: MOST_LIVE }, standings).read(told);
  const mails = checkMails(outbox, system.sink.received, timeline, system.senders, {
    until,
    longestMs: limits.mailMs,
  });
  const able = timeline.ableToDecide();
  const done = replay.done.map((one) => ({ ...one, able: longestWithin(able, one.due, one.at) }));
  const late = done.filter((one) => one.able > limits.dueMs);
  return {
    broken: [
      ...system.surprises,
      ...replay.broken,
      ...checkTurns(replay.turns, outbox),
      ...mails.broken,
      ...late.map(({ what, reservation, due, able: waited }) => {
        const since = new Date(due).toISOString();
        return `the ${what} of ${reservation} was due at ${since} and could be done for ${waited} ms`;
      }),
    ],
    reservations: standings.length,
    turns: replay.turns.length,
    mails: mails.arrivals.length,
    doubled: counted(mails.doubled),
    starts: system.workers.flatMap(({ readyAfterMs }) => readyAfterMs ?? []),
    late: done.map(({ at, due }) => at - due),
    longestLateWhileAble: Math.max(0, ...done.map((one) => one.able)),
    mailWaits: mails.arrivals.map(({ at, mail }) => at - mail.createdAt),
    changes: counted([
      ...changes.filter(({ id }) => id > (entries[0]?.id ?? 0)).map(({ what }) => what),
      ...entries.map(({ event }) => event).filter((event) => FELT.includes(event)),
    ]),
    longestMailWhileAble: Math.max(0, ...mails.arrivals.map(({ longestAbleMs }) => longestAbleMs)),
  };
}
