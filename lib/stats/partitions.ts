/** Samples stand in one partition for each day (UTC), so that old ones go at once. */
import { sql, transaction } from "@/lib/db";
import { DAY, type Instant } from "@/lib/domain/words";

/** Among the advisory locks of the database: one process makes or drops partitions at a time. */
const PARTITIONS_LOCK = 4_785_002;

const known = new Set<string>();

/** The partition that an instant belongs to. */
function partitionOf(at: Instant): { name: string; from: string; to: string } {
  const start = Math.floor(at / DAY) * DAY;
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  const from = day(start);
  return {
    name: `gpu_sample_${from.replaceAll("-", "")}`,
    from: `${from} 00:00+00`,
    to: `${day(start + DAY)} 00:00+00`,
  };
}

/**
 * Makes the partitions for these instants where they are missing. Remembers which ones are there;
 * `forgetPartitions` makes it look again.
 */
export async function ensurePartitions(instants: Iterable<Instant>): Promise<void> {
  const wanted = new Map([...instants].map(partitionOf).map((each) => [each.name, each]));
  for (const { name, from, to } of wanted.values()) {
    if (known.has(name)) continue;
    await transaction(async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock($1)", [PARTITIONS_LOCK]);
      const { rows } = await tx.query("SELECT to_regclass($1) AS there", [name]);
      if (rows[0]?.there !== null) return;
      // Attached rather than made in its place, which would wait for everybody who reads samples.
      await tx.query(`CREATE TABLE ${name} (LIKE gpu_sample INCLUDING ALL)`);
      await tx.query(
        `ALTER TABLE gpu_sample ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    });
    known.add(name);
  }
}

/** After a failed write: perhaps a partition is gone that was there. */
export function forgetPartitions(): void {
  known.clear();
}

const ALL = `
  SELECT inhrelid::regclass::text AS name FROM pg_inherits
  WHERE inhparent = 'gpu_sample'::regclass ORDER BY 1`;

/** The days of which samples are kept, oldest first: the instants at which they begin (UTC). */
export async function keptDays(): Promise<Instant[]> {
  const rows = await sql<{ name: string }>(ALL);
  return rows.map(({ name }) => {
    const [, year, month, day] = /(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return Date.UTC(Number(year), Number(month) - 1, Number(day));
  });
}

/** Drops the days that ended before `oldest`. Rather than wait for long, it leaves them. */
export async function dropDaysBefore(oldest: Instant): Promise<void> {
  for (const day of await keptDays()) {
    if (day + DAY > oldest) return;
    const { name } = partitionOf(day);
    await transaction(async (tx) => {
      await tx.query("SET LOCAL lock_timeout = '3s'");
      await tx.query("SELECT pg_advisory_xact_lock($1)", [PARTITIONS_LOCK]);
      await tx.query(`DROP TABLE IF EXISTS ${name}`);
    });
    known.delete(name);
  }
}
