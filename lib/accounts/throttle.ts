/**
 * Counts attempts in PostgreSQL, where all web processes see them. An attempt is counted before it
 * is looked at and taken back when it succeeds, so that many at once cannot slip through.
 */
import { now } from "@/lib/clock";
import { sql, transaction } from "@/lib/db";
import { Refusal } from "@/lib/errors";

/** How many attempts one bucket may hold until its window, which begins with the first, is over. */
export type Limit = { readonly most: number; readonly minutes: number };
export type Bucket = { readonly name: string; readonly limit: Limit };

const MINUTE_MS = 60_000;

// Counts only while there is room: whoever knocks at a full bucket fills no other one.
const COUNT = `
  INSERT INTO throttle AS t (bucket, failures, window_ends_at) VALUES ($1, 1, $3)
  ON CONFLICT (bucket) DO UPDATE SET
    failures = CASE WHEN t.window_ends_at <= $2 THEN 1 ELSE t.failures + 1 END,
    window_ends_at = CASE WHEN t.window_ends_at <= $2 THEN $3 ELSE t.window_ends_at END
  WHERE t.window_ends_at <= $2 OR t.failures < $4
  RETURNING failures`;

const UNCOUNT = "UPDATE throttle SET failures = failures - 1 WHERE bucket = $1 AND failures > 0";
const EMPTY = "DELETE FROM throttle WHERE bucket = $1";
const END_OF_WINDOW = "SELECT window_ends_at AS end FROM throttle WHERE bucket = $1";

// Rows that somebody is counting on at this moment are left for the next time.
const PRUNE = `
  DELETE FROM throttle WHERE bucket IN (
    SELECT bucket FROM throttle WHERE window_ends_at < $1
    ORDER BY window_ends_at LIMIT 100 FOR UPDATE SKIP LOCKED)`;

/** The one order in which buckets are locked, so that nobody waits for another in a circle. */
const inOrder = (buckets: readonly Bucket[]) =>
  buckets.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/**
 * Counts one attempt in every bucket, or in none when one is full.
 * @throws Refusal "too-many-attempts" with the `minutes` until there is room again
 */
export async function countAttempt(buckets: readonly Bucket[]): Promise<void> {
  const at = await now();
  const began = await transaction(async (tx) => {
    let began = false;
    for (const { name, limit } of inOrder(buckets)) {
      const end = new Date(at.getTime() + limit.minutes * MINUTE_MS);
      const counted = await tx.query<{ failures: number }>(COUNT, [name, at, end, limit.most]);
      const [row] = counted.rows;
      if (!row) {
        const [full] = (await tx.query<{ end: Date }>(END_OF_WINDOW, [name])).rows;
        const waitMs = (full?.end ?? end).getTime() - at.getTime();
        throw new Refusal("too-many-attempts", {
          minutes: Math.max(1, Math.ceil(waitMs / MINUTE_MS)),
        });
      }
      began ||= row.failures === 1;
    }
    return began;
  });
  // At most one new row for a hundred old ones: the table cannot grow without end.
  if (began) await sql(PRUNE, [at]);
}

/** Takes back one counted attempt, because it was none: nothing was tried. */
export async function uncountAttempt(buckets: readonly Bucket[]): Promise<void> {
  await transaction(async (tx) => {
    for (const { name } of inOrder(buckets)) await tx.query(UNCOUNT, [name]);
  });
}

/** After a success: empties the first, most particular bucket and takes back the rest. */
export async function forgiveAttempts(buckets: readonly Bucket[]): Promise<void> {
  const [own] = buckets;
  await transaction(async (tx) => {
    for (const bucket of inOrder(buckets)) {
      await tx.query(bucket === own ? EMPTY : UNCOUNT, [bucket.name]);
    }
  });
}
