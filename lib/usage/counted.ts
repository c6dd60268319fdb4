/** What counts as usage, as SQL: one definition for the table, the chart and the file. */
import { VISIBLE } from "@/lib/stats/queries";
import type { Dimension } from "./views";

/** Parameters beyond the viewer's $1 and $2: the values that `COUNTED` takes, in their order. */
export type Parameters = readonly [
  viewerId: number,
  isAdmin: boolean,
  gpu: number | null,
  user: number | null,
  lab: string | null,
  /** Where each piece of the period begins, and the end of the last one. */
  bounds: readonly Date[],
  /** The length of an interval of gpu_rollup, in seconds. */
  interval: number,
  /** The month that each piece lies in. */
  months: readonly string[],
];

const OF_WHOM = `JOIN "user" u ON u.id = r.user_id
    AND ($4::int IS NULL OR u.id = $4) AND ($5::text IS NULL OR u.lab = $5)`;

/** The period's ends. Written where they are used, so that PostgreSQL plans for this very period. */
const FROM = "($6::timestamptz[])[1]";
const TO = "($6::timestamptz[])[cardinality($6::timestamptz[])]";

/** The number of the piece that an instant lies in. */
const pieceAt = (at: string) => `width_bucket(${at}, $6::timestamptz[])`;

/** The length of a span, in ms. */
const length = (from: string, to: string) => `1000 * date_part('epoch', ${to} - ${from})`;

// A use is cut where the pieces meet. What a card did is known by the interval: of an interval that
// lies only partly in a use, that part counts. `next` is where an interval ends early, because the
// setting was changed to longer ones afterwards. Only as many rows as needed are looked at:
// through the index that forbids overlapping use, those of turns and of expired turns, and the key
// of gpu_rollup.
const FACTS = `
  cards AS MATERIALIZED (
    SELECT g.id FROM gpu g WHERE ($3::int IS NULL OR g.id = $3) AND ${VISIBLE}
  ), parts AS MATERIALIZED (
    SELECT r.gpu_id, r.user_id, u.lab, piece,
           greatest(r.start_time, ($6::timestamptz[])[piece]) AS from,
           least(r.end_time, ($6::timestamptz[])[piece + 1]) AS to,
           (r.start_time >= ($6::timestamptz[])[piece])::int AS uses
    FROM cards JOIN reservation r ON r.gpu_id = cards.id AND r.start_time IS NOT NULL
      AND tstzrange(r.start_time, r.end_time, '[)') && tstzrange(${FROM}, ${TO}, '[)')
    ${OF_WHOM}
    CROSS JOIN generate_series(
      greatest(1, ${pieceAt("r.start_time")}),
      least(cardinality($6::timestamptz[]) - 1, ${pieceAt("r.end_time - interval '1 ms'")})) AS piece
  ), facts AS (
    SELECT parts.gpu_id, parts.user_id, parts.lab, piece, ${length("parts.from", "parts.to")} AS held,
           known.measured, known.computing, uses, 0 AS turns, 0::float8 AS waited, 0 AS expired
    FROM parts LEFT JOIN LATERAL (
      SELECT sum(span) AS measured, sum(span * busy / samples) AS computing
      FROM (
        SELECT busy, samples, greatest(0, ${length(
          "greatest(start, parts.from)",
          `least(parts.to, start + $7 * interval '1 s',
            lead(start) OVER (ORDER BY start))`,
        )}) AS span
        FROM gpu_rollup
        WHERE gpu_id = parts.gpu_id AND start < parts.to
          AND start > parts.from - $7 * interval '1 s'
      ) AS intervals
    ) AS known ON true
    UNION ALL
    SELECT r.gpu_id, r.user_id, u.lab, ${pieceAt("r.notification_time")}, 0, 0, 0, 0,
           1, ${length("r.reservation_time", "r.notification_time")}, 0
    FROM cards JOIN reservation r ON r.gpu_id = cards.id
      AND r.notification_time >= ${FROM} AND r.notification_time < ${TO}
    ${OF_WHOM}
    UNION ALL
    SELECT r.gpu_id, r.user_id, u.lab, ${pieceAt("r.end_time")}, 0, 0, 0, 0, 0, 0, 1
    FROM cards JOIN reservation r ON r.gpu_id = cards.id AND r.status = 'EXPIRED'
      AND r.end_time >= ${FROM} AND r.end_time < ${TO}
    ${OF_WHOM}
  )`;

/** What each dimension groups by; nothing else ever reaches GROUP BY. */
const KEYS: Readonly<Record<Dimension, string>> = {
  gpu: "gpu_id::text",
  user: "user_id::text",
  lab: "lab",
  month: "month",
};

/** Usage by a dimension (rows with a key), and by the pieces of the period (rows with a piece). */
export const counted = (by: Dimension): string => `
  WITH ${FACTS}, dated AS (SELECT facts.*, ($8::text[])[piece] AS month FROM facts)
  SELECT ${KEYS[by]} AS key, piece, coalesce(sum(held), 0) AS held,
         coalesce(sum(held) FILTER (WHERE user_id = $1), 0) AS own,
         coalesce(sum(measured), 0) AS measured, coalesce(sum(computing), 0) AS computing,
         sum(uses)::int AS uses, sum(turns)::int AS turns, sum(waited) AS waited,
         sum(expired)::int AS expired
  FROM dated GROUP BY GROUPING SETS ((${KEYS[by]}), (piece))`;
