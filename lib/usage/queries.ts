/** Usage of the GPUs that a viewer sees; what happened on any other does not count anywhere. */
import { now as timeNow } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Span } from "@/lib/domain/computing";
import type { Viewer } from "@/lib/domain/permissions";
import {
  calendarTime,
  monthOf,
  NO_USAGE,
  periodOf,
  piecesOf,
  startOfDay,
  sumOf,
  type Usage,
} from "@/lib/domain/usage";
import { DAY, type Instant } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { VISIBLE } from "@/lib/stats/queries";
import { counted, type Parameters } from "./counted";
import { allowedFilters, daysOf, type UsageFilters } from "./schema";
import { ordered } from "./sort";
import type { Dimension, Piece, UsageReport, UsageRow } from "./views";

/** Up to so many days the chart has one bar for each. */
const MOST_DAYS = 62;

type Card = { id: number; name: string; detail: string; since: Date };

// A card is there from when it was made in the portal, or from when it was first reserved: of one
// that came from elsewhere the past came with it.
const CARDS = `
  SELECT g.id, g.model AS name, s.name || '-' || g.gpu_index AS detail,
         least(g.created_at, first.reservation_time) AS since
  FROM gpu g JOIN server s ON s.id = g.server_id
  LEFT JOIN LATERAL (
    SELECT reservation_time FROM reservation r WHERE r.gpu_id = g.id
    ORDER BY reservation_time LIMIT 1
  ) first ON true
  WHERE ${VISIBLE}`;

type Person = { id: number; name: string; lab: string };

// Whose usage it is, by id: of as many people as there are rows.
const PEOPLE = `SELECT id, name, lab FROM "user" WHERE id = ANY($1::int[])`;

type Counted = Usage & { key: string | null; piece: number | null };

const natural = new Intl.Collator("en", { numeric: true });

const sincesOf = (cards: readonly Card[]) => cards.map(({ since }) => since.getTime());

/** From the first day on which there was a card, so that an endless period has an end. */
function shortened({ from, to }: Span, cards: readonly Card[], now: Instant, zone: string): Span {
  const start = Math.max(from, startOfDay(Math.min(now, ...sincesOf(cards)), zone));
  return { from: start, to: Math.max(start, Math.min(to, now)) };
}

function rowsOf(by: Dimension, found: readonly Row[], cards: readonly Card[], cut: Cut) {
  const byKey = new Map(found.map((row) => [row.key, row]));
  const of = (key: string): Usage => byKey.get(key) ?? NO_USAGE;
  const all = sincesOf(cards);
  const whole = calendarTime(all, cut.period);
  if (by === "gpu") {
    return cards.map(
      ({ id, name, detail, since }): UsageRow => ({
        ...of(String(id)),
        key: String(id),
        name,
        detail,
        calendar: calendarTime([since.getTime()], cut.period),
      }),
    );
  }
  if (by === "month") {
    return [...new Set(cut.months)].map((month): UsageRow => {
      const pieces = cut.pieces.filter((_, index) => cut.months[index] === month);
      const calendar = pieces.reduce((sum, piece) => sum + calendarTime(all, piece), 0);
      return { ...of(month), key: month, name: month, detail: "", calendar };
    });
  }
  return found.map(
    ({ key, ...usage }): UsageRow => ({ ...usage, key, name: key, detail: "", calendar: whole }),
  );
}

type Row = Usage & { key: string };
type Cut = {
  period: Span;
  pieces: readonly Span[];
  unit: "day" | "month";
  /** That each piece lies in. */
  months: readonly string[];
};

function cutUp(period: Span, zone: string): Cut {
  const unit = period.to - period.from <= (MOST_DAYS + 0.5) * DAY ? "day" : "month";
  const pieces = piecesOf(period, unit, zone);
  return { period, pieces, unit, months: pieces.map(({ from }) => monthOf(from, zone)) };
}

/** So many pieces are counted by one statement: a quarter, or all days. */
const piecesAtOnce = (cut: Cut) => (cut.unit === "day" ? cut.pieces.length : 3);

/**
 * What was counted by key and by piece. A long period is counted part by part, so that no statement
 * takes too long; the parts add up.
 */
async function countedIn(
  cut: Cut,
  by: Dimension,
  parametersOf: (bounds: readonly Date[], months: readonly string[]) => Parameters,
) {
  const byKey = new Map<string, Usage[]>();
  const byPiece: Usage[] = [];
  const most = piecesAtOnce(cut);
  for (let first = 0; first < cut.pieces.length; first += most) {
    const pieces = cut.pieces.slice(first, first + most);
    const bounds = pieces.map(({ from }) => new Date(from));
    bounds.push(new Date(pieces.at(-1)?.to ?? 0));
    const parameters = parametersOf(bounds, cut.months.slice(first, first + most));
    for (const { key, piece, ...usage } of await sql<Counted>(counted(by), [...parameters])) {
      if (piece !== null) byPiece[first + piece - 1] = usage;
      if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), usage]);
    }
  }
  return { byKey, byPiece };
}

/**
 * The usage that the filters ask for, as far as the viewer may know it: administrators all, others
 * what their GPUs come to and their own. `viewerZone` counts where the filters name no zone.
 */
export async function usageReport(
  viewer: Viewer,
  asked: UsageFilters,
  viewerZone: string,
): Promise<UsageReport> {
  const filters = allowedFilters(asked, viewer);
  const { by, gpu, user, lab } = filters;
  const zone = filters.zone ?? viewerZone;
  const now = (await timeNow()).getTime();
  const days = daysOf(filters, now, zone);
  const visible = await sql<Card>(CARDS, [viewer.id, viewer.isAdmin]);
  visible.sort((a, b) => natural.compare(a.detail, b.detail));
  const cards = visible.filter(({ id }) => gpu === null || id === gpu);
  const cut = cutUp(shortened(periodOf(days, zone), cards, now, zone), zone);
  const found = await countedIn(cut, by, (bounds, months) => [
    viewer.id,
    viewer.isAdmin,
    gpu,
    user,
    lab || null,
    bounds,
    settings().AGGREGATION_INTERVAL_MINUTES * 60,
    months,
  ]);
  const keyed = [...found.byKey].map(([key, usages]) => ({ key, ...sumOf(usages) }));
  const ids = by === "user" ? keyed.map(({ key }) => Number(key)) : [];
  const people = await sql<Person>(PEOPLE, [user === null ? ids : [...ids, user]]);
  const named = rowsOf(by, keyed, cards, cut).map((row) => {
    const person = by === "user" && people.find(({ id }) => String(id) === row.key);
    return person ? { ...row, name: person.name, detail: person.lab } : row;
  });
  const search = filters.search.toLowerCase();
  const rows = named.filter(({ name, detail }) =>
    `${name}\n${detail}`.toLowerCase().includes(search),
  );
  const whole = calendarTime(sincesOf(cards), cut.period);
  const calendar = by === "gpu" ? rows.reduce((sum, row) => sum + row.calendar, 0) : whole;
  return {
    now,
    days,
    timeZone: zone,
    period: cut.period,
    by,
    rows: ordered(rows, filters.sort ?? (by === "month" ? "-name" : "-held")),
    total: { ...sumOf(rows), key: "", name: "", detail: "", calendar },
    pieces: cut.pieces.map((piece, index): Piece => {
      const { held, measured, computing } = found.byPiece[index] ?? NO_USAGE;
      return { ...piece, held, measured, computing };
    }),
    pieceUnit: cut.unit,
    calendar: whole,
    gpus: visible.map(({ id, name, detail }) => ({ id, name, detail })),
    person: people.find(({ id }) => id === user) ?? null,
  };
}
