/** Invented past uses: by day more than by night, of some cards more than of others. */
import type { Transaction } from "../../lib/db";
import { isQuiet } from "../../lib/demo/history";
import { Random } from "../../lib/demo/random";
import { HOUR, type Instant, MINUTE } from "../../lib/domain/words";
import { policy } from "../../lib/policy";

const DURATIONS = [2, 3, 4, 6, 8, 12, 16, 24];

type Use = { gpuId: number; hours: number; from: Instant; to: Instant };

/** When somebody gets at a card from then on: few begin at night. */
function nextStart(random: Random, instant: Instant): Instant {
  let start = instant;
  while (isQuiet(start, policy()) && !random.chance(10)) start += random.between(30, 90) * MINUTE;
  return start;
}

function usesOf(random: Random, gpuId: number, from: Instant, until: Instant): Use[] {
  const uses: Use[] = [];
  const busyPercent = random.between(20, 92);
  for (let free = from; ; ) {
    const hours = DURATIONS[random.between(0, DURATIONS.length - 1)] ?? 2;
    const usedMinutes = random.chance(35) ? random.between(hours * 15, hours * 57) : hours * 60;
    const start = nextStart(random, free);
    const to = start + usedMinutes * MINUTE;
    if (to > until) return uses;
    uses.push({ gpuId, hours, from: start, to });
    const idleMinutes = (usedMinutes * (100 - busyPercent)) / busyPercent;
    free = to + Math.ceil((idleMinutes * random.between(50, 150)) / 100) * MINUTE;
  }
}

const LAST_USES = `
  SELECT g.id, extract(epoch FROM max(r.end_time))::float8 * 1000 AS ended
  FROM gpu g LEFT JOIN reservation r ON r.gpu_id = g.id AND r.start_time IS NOT NULL
  GROUP BY g.id ORDER BY g.id`;

const INSERT = `
  INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time, notification_time,
                           start_time, end_time, turn, end_cause, ended_by)
  SELECT owner, gpu_id, hours, 'COMPLETED', began - interval '12 min', began - interval '7 min',
         began, ended, 1, CASE WHEN is_early THEN 'RELEASED' ELSE 'TIME_UP' END,
         CASE WHEN is_early THEN owner END
  FROM (
    SELECT gpu_id, hours, to_timestamp(began / 1000) AS began, to_timestamp(ended / 1000) AS ended,
           ended - began < hours * 3600000 AS is_early, people[1 + n % cardinality(people)] AS owner
    FROM unnest($1::int[], $2::int[], $3::float8[], $4::float8[])
           WITH ORDINALITY AS use (gpu_id, hours, began, ended, n),
         (SELECT array_agg(id ORDER BY id) AS people FROM "user" WHERE NOT is_admin) AS lab
  ) AS uses`;

/** Invents who used each GPU from then until now, where that is not known yet. */
export async function inventUses(tx: Transaction, from: Instant, now: Instant): Promise<void> {
  const random = new Random(6_050_000);
  const { rows } = await tx.query<{ id: number; ended: Instant | null }>(LAST_USES);
  const uses = rows.flatMap(({ id, ended }) =>
    usesOf(random, id, Math.max(from + random.between(0, 12) * HOUR, ended ?? 0), now),
  );
  const column = <Key extends keyof Use>(key: Key) => uses.map((use) => use[key]);
  await tx.query(INSERT, [column("gpuId"), column("hours"), column("from"), column("to")]);
}
