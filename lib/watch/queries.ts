/** What the database knows of how the portal is: who works, what waits in the outbox, what is due. */
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { whatIsDue } from "@/lib/reservations/engine/due";

export type WorkerSign = {
  readonly startedAt: Instant;
  readonly beatAt: Instant;
  readonly mailAwaySince: Instant | null;
};

/** The mails that have not left. Instants are those at which a mail was asked for. */
export type Outbox = {
  readonly untried: number;
  readonly retried: number;
  readonly oldestUntried: Instant | null;
  readonly oldest: Instant | null;
};

export type Signs = {
  readonly now: Instant;
  readonly workers: readonly WorkerSign[];
  readonly outbox: Outbox;
};

// Without SMTP settings mails pile up; what lies behind ten thousand of them says nothing new.
const SIGNS = `
  SELECT clock_timestamp() AS now,
    (SELECT coalesce(json_agg(json_build_object('startedAt', epoch_ms(started_at),
        'beatAt', epoch_ms(beat_at), 'mailAwaySince', epoch_ms(mail_away_since))
      ORDER BY started_at), '[]') FROM worker) AS workers,
    (SELECT json_build_object(
        'untried', count(*) FILTER (WHERE attempts = 0),
        'retried', count(*) FILTER (WHERE attempts > 0),
        'oldestUntried', epoch_ms(min(asked_at) FILTER (WHERE attempts = 0)),
        'oldest', epoch_ms(min(asked_at)))
      FROM (
        SELECT attempts, coalesce(requeued_at, created_at) AS asked_at FROM notification
        WHERE status = 'PENDING'
        ORDER BY (kind = 'calendar-updated'), next_attempt_at, id LIMIT 10000
      ) pending) AS outbox`;

/** Who works, and what waits in the outbox. */
export async function readSigns(): Promise<Signs> {
  const [row] = await sql<{ now: Date } & Omit<Signs, "now">>(SIGNS);
  if (!row) throw new Error("PostgreSQL did not answer");
  return { ...row, now: decisionTime(row.now).getTime() };
}

// A turn is due since the last of what it takes: somebody who waits, and a GPU that is free, healthy,
// enabled and not out. Only the newest of a GPU's past is looked at.
const SINCE = `
  SELECT epoch_ms(greatest(
    (SELECT min(w.reservation_time) FROM reservation_standing w
     WHERE w.gpu_id = g.id AND w.status = 'WAITING' AND w.eligible),
    (SELECT max(p.end_time) FROM (
       SELECT end_time FROM reservation r WHERE r.gpu_id = g.id AND r.status <> 'WAITING'
       ORDER BY r.reservation_time DESC LIMIT 100) p),
    (SELECT max(l.at) FROM audit_log l WHERE l.subject_type = 'gpu' AND l.subject_id = g.id),
    (SELECT max(i.ended_at) FROM incident i WHERE i.gpu_id = g.id),
    (SELECT max(m.ends_at) FROM maintenance m
     WHERE (m.gpu_id = g.id OR m.server_id = g.server_id)
       AND m.ends_at <= coalesce($2::timestamptz, clock_timestamp())))) AS since
  FROM gpu g WHERE g.id = ANY($1)`;

export type Overdue = {
  /** On how many GPUs something is due. */
  readonly gpus: number;
  /** Since when the oldest of it is due. */
  readonly since: Instant | null;
};

/** What is due and not done yet; the worker does it within seconds. */
export async function readOverdue(now: Instant): Promise<Overdue> {
  const due = await whatIsDue();
  const turns = due.filter(({ isTurn }) => isTurn).map(({ gpuId }) => gpuId);
  const rows =
    turns.length > 0 ? await sql<{ since: string | null }>(SINCE, [turns, new Date(now)]) : [];
  const instants = [
    ...due.flatMap(({ since }) => since ?? []),
    ...rows.flatMap(({ since }) => (since === null ? [] : Number(since))),
  ];
  return { gpus: due.length, since: instants.length > 0 ? Math.min(...instants) : null };
}
