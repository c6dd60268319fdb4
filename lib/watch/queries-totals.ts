import { testTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { Tallies, type Tally } from "./tally";
import { countEvents, type Event, eventsBetween } from "./turns";

// The time now stands in a sub-select, because PostgreSQL looks into an index only for what does not
// change while it looks.
const UNTIL = "(SELECT coalesce($1::timestamptz, clock_timestamp()))";

// One statement sees one moment: an event is either counted for good or still in the rest.
const TOTALS = `
  SELECT (SELECT coalesce(json_agg(t), '[]') FROM metric_total t) AS counted,
         (SELECT coalesce(json_agg(e), '[]')
          FROM (${eventsBetween("(SELECT log_until FROM metric_counted)", UNTIL)}) e) AS rest`;

/**
 * Everything that is counted, up to now. It only ever grows, and is the same whichever process
 * asks.
 */
export async function totals(): Promise<Tallies> {
  const [row] = await sql<{ counted: Tally[]; rest: Event[] }>(TOTALS, [testTime()]);
  const all = new Tallies();
  for (const { name, label, value } of row?.counted ?? []) all.add(name, label, value);
  return countEvents(row?.rest ?? [], all);
}
