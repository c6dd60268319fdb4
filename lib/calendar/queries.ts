/** What somebody's calendar holds: what they have and expect, and what they had lately. */
import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import { sequenceAt, timeOfTurn } from "@/lib/domain/calendar";
import { DAY, HOUR, type Instant } from "@/lib/domain/words";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { liveReservationsOf } from "@/lib/reservations/live";
import { visibleQueues } from "@/lib/reservations/queries";
import type { LiveReservation } from "@/lib/reservations/views";
import { type Entry, icsOf } from "./ics";
import { feedIdIn, feedUrl } from "./token";
import { entryWords } from "./words";

/** Ended uses stay so long, so that calendars do not lose them at once. */
const PAST_MS = 30 * DAY;
/** How often calendars ought to ask. */
const REFRESH_SECONDS = 900;

/** The address of somebody's calendar, or null while it has none. */
export async function feedUrlOf(userId: number): Promise<string | null> {
  const [feed] = await sql<{ id: string }>("SELECT id FROM calendar_feed WHERE user_id = $1", [
    userId,
  ]);
  return feed ? feedUrl(feed.id) : null;
}

type Owner = { id: number; is_admin: boolean; locale: string };

const OWNER = `
  SELECT u.id, u.is_admin, u.locale FROM calendar_feed f JOIN "user" u ON u.id = f.user_id
  WHERE f.id = $1 AND u.status = 'ACTIVE'`;

type PastRow = {
  id: number;
  model: string;
  gpu_name: string;
  reservation_time: Date;
  start_time: Date;
  end_time: Date;
};

// What is not visible any more is in no calendar either.
const PAST = `
  SELECT r.id, g.model, s.name || '-' || g.gpu_index AS gpu_name, r.reservation_time,
         r.start_time, r.end_time
  FROM reservation r
  JOIN gpu g ON g.id = r.gpu_id
  JOIN server s ON s.id = g.server_id
  LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
  WHERE r.user_id = $1 AND ($2 OR a.user_id IS NOT NULL) AND r.status = 'COMPLETED'
    AND r.end_time > $3 AND r.end_time > r.start_time
  ORDER BY r.end_time DESC LIMIT 500`;

/** When a live reservation is, or may be, in use; null while nobody can say. */
function timeOf({ details, expectation }: LiveReservation) {
  const { startsAt, endsAt, notifiedAt, durationHours } = details;
  if (startsAt !== null && endsAt !== null) return { startsAt, endsAt };
  if (notifiedAt !== null) return timeOfTurn(details, notifiedAt);
  // Not the likely start: it moves with every release, and calendars ask only now and then.
  const expected = expectation?.fullUseAt ?? null;
  if (expected === null) return null;
  return { startsAt: expected, endsAt: expected + durationHours * HOUR };
}

type Telling = { readonly locale: Locale; readonly at: Instant };

function liveEntry(live: LiveReservation, { locale, at }: Telling): Entry[] {
  const { id, status, gpu, details, deadline, expectation } = live;
  const time = timeOf(live);
  if (!time) return [];
  const standing = status === "ACTIVE" ? "confirmed" : "tentative";
  const words = entryWords(translator(locale, "calendar"), locale, gpu, {
    standing,
    claimBy: status === "NOTIFIED" ? deadline : null,
    now: at,
    place: status === "WAITING" ? expectation?.place : undefined,
  });
  const sequence = sequenceAt(details.reservedAt, at);
  return [{ ...words, ...time, reservationId: id, standing, at, sequence }];
}

function pastEntry(row: PastRow, { locale, at }: Telling): Entry {
  const standing = "confirmed" as const;
  const gpu = { model: row.model, gpuName: row.gpu_name };
  const about = { standing, claimBy: null, now: at, isPast: true };
  return {
    ...entryWords(translator(locale, "calendar"), locale, gpu, about),
    reservationId: row.id,
    standing,
    startsAt: row.start_time.getTime(),
    endsAt: row.end_time.getTime(),
    at,
    sequence: sequenceAt(row.reservation_time.getTime(), at),
  };
}

/**
 * The calendar at an address, as iCalendar; null for every address that is nobody's (any more).
 * @param segment the last part of the address
 */
export async function readFeed(segment: string): Promise<string | null> {
  const feedId = feedIdIn(segment);
  if (!feedId) return null;
  const [owner] = await sql<Owner>(OWNER, [feedId]);
  if (!owner) return null;
  const viewer = { id: owner.id, isAdmin: owner.is_admin };
  const at = (await now()).getTime();
  const [queues, past] = await Promise.all([
    visibleQueues(viewer),
    sql<PastRow>(PAST, [owner.id, owner.is_admin, new Date(at - PAST_MS)]),
  ]);
  const locale = isLocale(owner.locale) ? owner.locale : DEFAULT_LOCALE;
  const telling = { locale, at };
  const t = translator(locale, "calendar");
  const live = liveReservationsOf(queues, owner.id);
  const entries = [
    ...live.flatMap((reservation) => liveEntry(reservation, telling)),
    ...past.map((row) => pastEntry(row, telling)),
  ];
  return icsOf(entries, {
    locale,
    method: "PUBLISH",
    name: t("name"),
    refreshSeconds: REFRESH_SECONDS,
  });
}
