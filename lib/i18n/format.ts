/**
 * How times, durations and measures read, as pure functions: the same text on the server, in the
 * browser and in mails. Instants are epoch milliseconds. "–" stands for no data, never 0.
 */
import type { Locale } from "./locales";

export const NO_DATA = "–";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Through whose eyes a time is read. */
export type TimeView = {
  readonly locale: Locale;
  /** IANA name of the zone to show times in. */
  readonly timeZone: string;
  /** False when `timeZone` is not known to be the reader's own; it is then named. */
  readonly isOwnZone: boolean;
  readonly now: number;
};

/** Each is kept: to make one takes longer than to format a hundred times. */
const kept = new Map<string, Intl.DateTimeFormat>();
const MOST_KEPT = 200;

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = kept.get(key);
  if (known) return known;
  // There are as many zones as readers say.
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = new Intl.DateTimeFormat(locale, options);
  kept.set(key, made);
  return made;
}

type Words = {
  days: (count: number) => string;
  hours: (count: number) => string;
  minutes: (count: number) => string;
  /** Minutes after hours, seconds after minutes. */
  shortMinutes: (count: number) => string;
  seconds: (count: number) => string;
  underOneMinute: string;
  ahead: (duration: string) => string;
  ago: (duration: string) => string;
  now: string;
  zone: (clock: string, zone: string) => string;
};

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    days: (count) => `${count} d`,
    hours: (count) => `${count} h`,
    minutes: (count) => `${count} min`,
    shortMinutes: (count) => `${count} min`,
    seconds: (count) => `${count} s`,
    underOneMinute: "under 1 min",
    ahead: (duration) => `in ${duration}`,
    ago: (duration) => `${duration} ago`,
    now: "now",
    zone: (clock, zone) => `${clock} (${zone})`,
  },
  "zh-TW": {
    days: (count) => `${count} 天`,
    hours: (count) => `${count} 小時`,
    minutes: (count) => `${count} 分鐘`,
    shortMinutes: (count) => `${count} 分`,
    seconds: (count) => `${count} 秒`,
    underOneMinute: "不到 1 分鐘",
    ahead: (duration) => `${duration}後`,
    ago: (duration) => `${duration}前`,
    now: "現在",
    zone: (clock, zone) => `${clock}（${zone}）`,
  },
};

/** "1 h 20 min", "2 d 3 h", "45 min"; never more than two units. Negative counts as zero. */
export function formatDuration(milliseconds: number | null, locale: Locale): string {
  if (milliseconds === null) return NO_DATA;
  const words = WORDS[locale];
  const minutes = Math.round(Math.max(0, milliseconds) / MINUTE);
  if (minutes === 0) return words.underOneMinute;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return words.minutes(minutes);
  if (hours < 48) {
    const rest = minutes % 60;
    return rest === 0 ? words.hours(hours) : `${words.hours(hours)} ${words.shortMinutes(rest)}`;
  }
  const wholeHours = Math.round(minutes / 60);
  const rest = wholeHours % 24;
  const days = words.days(Math.floor(wholeHours / 24));
  return rest === 0 ? days : `${days} ${words.hours(rest)}`;
}

/** What is left, to the second in the last hour: "1 h 20 min", "12 min 05 s", "9 s". */
export function formatCountdown(milliseconds: number, locale: Locale): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND));
  if (seconds >= 3_600) return formatDuration(Math.floor(seconds / 60) * MINUTE, locale);
  const words = WORDS[locale];
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return words.seconds(seconds);
  return `${words.shortMinutes(minutes)} ${words.seconds(seconds % 60)}`;
}

/** A number of hours as booked or used, to a tenth: "48 h", "1.5 小時". */
export function formatHours(hours: number | null, locale: Locale): string {
  if (hours === null) return NO_DATA;
  const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(hours);
  return locale === "en" ? `${rounded} h` : `${rounded} 小時`;
}

/** "in 2 h", "20 min ago", "now"; two units up to three hours, one beyond. */
export function formatRelative(at: number, { locale, now }: TimeView): string {
  const words = WORDS[locale];
  const distance = Math.abs(at - now);
  if (distance < MINUTE / 2) return words.now;
  const unit = distance < 3 * HOUR ? MINUTE : distance < 2 * DAY ? HOUR : DAY;
  const duration = formatDuration(Math.round(distance / unit) * unit, locale);
  return at > now ? words.ahead(duration) : words.ago(duration);
}

/** The day of an instant in a zone: "2026-11-24". */
export function dayOf(at: number, timeZone: string): string {
  return dates("en-CA", { timeZone, dateStyle: "short" }).format(at);
}

function zoneName(at: number, locale: Locale, timeZone: string): string {
  const parts = dates(locale, { timeZone, timeZoneName: "shortGeneric" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** "Tue, 24 Nov" or "11/24（二）", with the year when it is not this year's. */
export function formatDate(at: number, { locale, timeZone, now }: TimeView): string {
  const day = dayOf(at, timeZone);
  const weekday = dates(locale, { timeZone, weekday: "short" }).format(at);
  const year = day.slice(0, 4);
  const ofThisYear = year === dayOf(now, timeZone).slice(0, 4);
  if (locale === "zh-TW") {
    const [, month, date] = day.split("-").map(Number);
    return `${ofThisYear ? "" : `${year}/`}${month}/${date}（${weekday.replace(/^[週周]/, "")}）`;
  }
  const date = dates("en-GB", { timeZone, day: "numeric", month: "short" });
  return `${weekday}, ${date.format(at)}${ofThisYear ? "" : ` ${year}`}`;
}

/** "November 2026" or "2026 年 11 月", of "2026-11". */
export function formatMonth(month: string, locale: Locale): string {
  const [year, number] = month.split("-").map(Number);
  if (locale === "zh-TW") return `${year} 年 ${number} 月`;
  const form = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
  return `${form.format(new Date(`${month}-01T00:00Z`))} ${year}`;
}

/** "16:40" */
export function formatClock(at: number, timeZone: string): string {
  return dates("en-GB", { timeZone, timeStyle: "short" }).format(at);
}

/** "Tue 24" or "11/24": a day as short as it can be, for an axis. */
export function formatShortDay(at: number, { locale, timeZone }: TimeView): string {
  if (locale === "zh-TW") return dayOf(at, timeZone).slice(5).split("-").map(Number).join("/");
  const form = dates("en-GB", { timeZone, weekday: "short", day: "numeric" });
  return form.format(at).replace(",", "");
}

/** What says a time, with the zone of it when that is not the reader's own: "16:40 (Taiwan Time)". */
export function withZone(text: string, at: number, view: TimeView): string {
  const { locale, timeZone, isOwnZone } = view;
  return isOwnZone ? text : WORDS[locale].zone(text, zoneName(at, locale, timeZone));
}

/** "16:40"; with the date when it is not today; with the zone when it is not the reader's own. */
export function formatAbsolute(at: number, view: TimeView): string {
  const { locale, timeZone, now } = view;
  const clock = formatClock(at, timeZone);
  const isToday = dayOf(at, timeZone) === dayOf(now, timeZone);
  const separator = locale === "zh-TW" ? "" : ", ";
  const dated = isToday ? clock : `${formatDate(at, view)}${separator}${clock}`;
  return withZone(dated, at, view);
}

/** Relative and absolute together: "in 2 h · 16:40". */
export function formatWhen(at: number | null, view: TimeView): string {
  if (at === null) return NO_DATA;
  return `${formatRelative(at, view)} · ${formatAbsolute(at, view)}`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

function inUnit(bytes: number, power: number, locale: Locale): string {
  const value = bytes / 1024 ** power;
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: value < 100 ? 1 : 0 });
  return digits.format(value);
}

const powerOf = (bytes: number): number =>
  bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));

/** "23.6 GiB": binary units, as nvidia-smi counts memory. */
export function formatBytes(bytes: number | null, locale: Locale): string {
  if (bytes === null) return NO_DATA;
  const power = powerOf(bytes);
  return `${inUnit(bytes, power, locale)} ${UNITS[power]}`;
}

/** "18.2 / 24 GiB": a part and its whole in one unit; the part alone where the whole is not known. */
export function formatBytesOf(part: number | null, whole: number | null, locale: Locale): string {
  if (part === null || whole === null) return formatBytes(part, locale);
  return `${inUnit(part, powerOf(whole), locale)} / ${formatBytes(whole, locale)}`;
}

/** "63 °C" */
export function formatTemperature(celsius: number | null): string {
  return celsius === null ? NO_DATA : `${Math.round(celsius)} °C`;
}

/** "87%", of a number between 0 and 100; a little is "<1%", since "0%" is nothing. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return NO_DATA;
  return percent > 0 && percent < 0.5 ? "<1%" : `${Math.round(percent)}%`;
}
