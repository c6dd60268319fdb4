import { type Audit, recordAll } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { byClaim, type Candidate, Claims, type Outage } from "./conflicts";
import { type Known, loadKnown, remember } from "./known";
import { contradictionIn, lifeOf, type OldTimes } from "./life";
import { newIdOf } from "./new-id";
import { Reading } from "./reading";
import { idOf, refuse, type Target, takeIds } from "./target";
import type { OldRow, OldRows } from "./words";

const BATCH = 5_000;

// Whoever decides on one of these GPUs waits; the order is that of everybody who locks several.
const LOCK = "SELECT id FROM gpu WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";

const PRESENT = `
  SELECT '#' || id AS key, user_id, gpu_id, duration, status, notification_time, start_time, end_time
  FROM reservation
  WHERE gpu_id = ANY($1)
    AND (start_time IS NOT NULL OR status IN ('WAITING', 'NOTIFIED', 'ACTIVE'))
  ORDER BY id`;

const OUTAGES = `
  SELECT g.id AS gpu_id, m.begins_at, m.ends_at FROM maintenance m
  JOIN gpu g ON g.id = m.gpu_id OR g.server_id = m.server_id
  WHERE g.id = ANY($1) AND m.begins_at IS DISTINCT FROM m.ends_at`;

type PresentRow = {
  key: string;
  user_id: number;
  gpu_id: number;
  duration: number;
  status: Candidate["life"]["status"];
  notification_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
};

const instant = (date: Date | null): Instant | null => date?.getTime() ?? null;
const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

function toCandidate(row: PresentRow): Candidate {
  const { key, user_id: userId, gpu_id: gpuId, duration: hours, status } = row;
  const life = {
    status,
    notifiedAt: instant(row.notification_time),
    startsAt: instant(row.start_time),
    endsAt: instant(row.end_time),
    endCause: null,
  };
  return { key, userId, gpuId, hours, life };
}

/** What is here already of these GPUs, which stay locked. */
async function claimsOf(tx: Transaction, gpuIds: readonly number[]): Promise<Claims> {
  await tx.query(LOCK, [gpuIds]);
  const { rows: outages } = await tx.query<{
    gpu_id: number;
    begins_at: Date;
    ends_at: Date | null;
  }>(OUTAGES, [gpuIds]);
  const claims = new Claims(
    outages.map(
      (row): Outage => ({
        gpuId: row.gpu_id,
        from: row.begins_at.getTime(),
        until: instant(row.ends_at),
      }),
    ),
  );
  const { rows } = await tx.query<PresentRow>(PRESENT, [gpuIds]);
  for (const row of rows) claims.take(toCandidate(row));
  return claims;
}

type Wanted = Candidate & { readonly times: OldTimes };

function timesOf(target: Target, reading: Reading): OldTimes {
  const clock = (column: string) => target.clockOf("reservation", column);
  return {
    hours: reading.whole("duration", 1, Number.MAX_SAFE_INTEGER),
    reservedAt: reading.time("reservation_time", clock("reservation_time")),
    notifiedAt: reading.timeOrNull("notification_time", clock("notification_time")),
    startsAt: reading.timeOrNull("start_time", clock("start_time")),
    endsAt: reading.timeOrNull("end_time", clock("end_time")),
  };
}

/** What an old row is here, taken by itself; null, and refused, when it makes no sense. */
function wantedOf(target: Target, row: OldRow, users: Known, gpus: Known): Wanted | null {
  const reading = new Reading(row);
  const userId = newIdOf(users, reading, row, "user_id");
  const gpuId = newIdOf(gpus, reading, row, "gpu_id");
  const times = timesOf(target, reading);
  if (reading.problems.length === 0) {
    const contradiction = contradictionIn(times, target.now);
    if (contradiction !== null) {
      const told = ["reservation_time", "notification_time", "start_time", "end_time"];
      reading.wrong(contradiction, told.map((column) => row[column] ?? "NULL").join(", "));
    }
  }
  if (userId === null || gpuId === null || reading.problems.length > 0) {
    refuse(target, "reservation", idOf(row), reading.problems);
    return null;
  }
  const life = lifeOf(times, policy(), target.now);
  return { key: idOf(row), userId, gpuId, hours: times.hours, life, times };
}

const INSERT = `
  INSERT INTO reservation (id, user_id, gpu_id, duration, status, reservation_time,
                           notification_time, start_time, end_time, turn, end_cause)
  SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::reservation_status[],
    $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::int[],
    $11::text[])`;

async function insert(target: Target, wanted: readonly Wanted[]): Promise<void> {
  const { tx, ledger, now } = target;
  const ids = await takeIds(target, "reservation", wanted.length);
  const column = (of: (each: Wanted) => unknown) => wanted.map(of);
  await tx.query(INSERT, [
    ids,
    column(({ userId }) => userId),
    column(({ gpuId }) => gpuId),
    column(({ hours }) => hours),
    column(({ life }) => life.status),
    column(({ times }) => date(times.reservedAt)),
    column(({ life }) => date(life.notifiedAt)),
    column(({ life }) => date(life.startsAt)),
    column(({ life }) => date(life.endsAt)),
    column(({ life }) => (life.notifiedAt === null ? 0 : 1)),
    column(({ life }) => life.endCause),
  ]);
  const taken = wanted.map((each, index) => ({ ...each, id: ids[index] ?? 0 }));
  await remember(tx, "reservation", taken);
  await recordAll(
    tx,
    taken.map((each) => auditOf(each, now)),
  );
  for (const { key, life, times } of wanted) {
    ledger.taken("reservation", key, life.status, life.endCause ?? "");
    if (life.startsAt !== null && times.notifiedAt === null) {
      ledger.remark("reservation", key, "no notification_time: its turn counts from its start");
    }
    if (life.startsAt !== null && times.endsAt === null) {
      ledger.remark("reservation", key, "no end_time: it counts as long as was reserved");
    }
  }
}

const auditOf = (
  { id, key, gpuId, hours, life }: Wanted & { id: number },
  now: Instant,
): Audit => ({
  at: new Date(now),
  actor: null,
  action: "reservation.imported",
  subjectType: "reservation",
  subjectId: id,
  details: { gpuId, hours, status: life.status, legacyId: Number(key) },
});

/**
 * Brings over the reservations that are not known yet. Ids go up as the old ones do, so that whoever
 * waits keeps their place. No mail is caused; the worker goes on from here.
 */
export async function importReservations(target: Target, pages: OldRows): Promise<void> {
  const { tx, ledger } = target;
  const known = await loadKnown(tx, "reservation");
  const users = await loadKnown(tx, "user");
  const gpus = await loadKnown(tx, "gpu");
  const wanted: Wanted[] = [];
  for await (const page of pages) {
    for (const row of page) {
      if (known.has(idOf(row))) ledger.known("reservation");
      else wanted.push(...[wantedOf(target, row, users, gpus)].filter((each) => each !== null));
    }
  }
  const claims = await claimsOf(tx, [...new Set(wanted.map(({ gpuId }) => gpuId))]);
  const refused = new Set<string>();
  for (const each of wanted.toSorted(byClaim)) {
    const problem = claims.take(each);
    if (!problem) continue;
    refused.add(each.key);
    refuse(target, "reservation", each.key, [problem]);
  }
  const taken = wanted.filter(({ key }) => !refused.has(key));
  for (let from = 0; from < taken.length; from += BATCH) {
    await insert(target, taken.slice(from, from + BATCH));
  }
}
