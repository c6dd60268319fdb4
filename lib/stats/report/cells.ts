/** What stands in one cell of nvidia-smi's CSV: a value, that there is none, or nonsense. */
import type { Fault } from "@/lib/domain/health";
import type { Instant } from "@/lib/domain/words";

/** A value; null where nvidia-smi tells none; undefined for what it would never write. */
export type Cell<Value> = Value | null | undefined;

/** Anything in brackets says why there is no value: [N/A], [Not Supported], [GPU requires reset]. */
const NOT_TOLD = /^(\[.*\]|n\/a|not supported|unknown error|err!|-|)$/i;

const isNotTold = (cell: string): boolean => NOT_TOLD.test(cell);

/** A number with or without its unit, between two bounds, to the nearest whole one. */
export function numberIn(cell: string, unit: RegExp, least: number, most: number): Cell<number> {
  if (isNotTold(cell)) return null;
  // No digit can be of the number and of the unit: trying both would never end on a long cell.
  const [, digits, after = ""] = /^(-?\d+(?:\.\d+)?)\s*(\D\S*)?$/.exec(cell) ?? [];
  const value = Number(digits);
  if (digits === undefined || (after !== "" && !unit.test(after))) return undefined;
  return value >= least && value <= most ? Math.round(value) : undefined;
}

/** "P0", the fastest, to "P15". */
export function pstateIn(cell: string): Cell<number> {
  if (isNotTold(cell)) return null;
  const state = Number(/^P(\d{1,2})$/i.exec(cell)?.[1] ?? Number.NaN);
  return state <= 15 ? state : undefined;
}

/** Text of one line, such as a name. */
export function textIn(cell: string, most: number): Cell<string> {
  if (isNotTold(cell)) return null;
  return cell.length <= most && !/[\p{Cc}\ufffd]/u.test(cell) ? cell : undefined;
}

/** "GPU-…": the UUID of a card. */
export function uuidIn(cell: string): Cell<string> {
  if (isNotTold(cell)) return null;
  return /^GPU-[\w-]{1,56}$/.test(cell) ? cell : undefined;
}

/** A PCI bus id in its long form, "00000000:3B:00.0", however many digits its domain has. */
export function pciBusIdIn(cell: string): Cell<string> {
  if (isNotTold(cell)) return null;
  const [, domain = "0", rest] =
    /^(?:([0-9a-f]{1,8}):)?([0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f])$/i.exec(cell) ?? [];
  return rest && `${domain.padStart(8, "0")}:${rest}`.toUpperCase();
}

const TIME =
  /^(\d{4})[/-](\d\d)[/-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** A time as nvidia-smi writes it, "2026/11/24 10:00:00.123", in UTC unless it says otherwise. */
export function timeIn(cell: string): Cell<Instant> {
  if (isNotTold(cell)) return null;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] =
    TIME.exec(cell) ?? [];
  const date = `${year}-${month}-${day}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // February 30th would be a day in March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date))
    return undefined;
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = fraction.padEnd(3, "0").slice(0, 3);
  const instant = Date.parse(`${date}T${hour}:${minute}:${second}.${ms}${offset}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** What a cell says is broken, whichever column it stands in. */
export function faultIn(cell: string): Fault | null {
  if (/requires? reset/i.test(cell)) return "requires-reset";
  return /is lost|fallen off the bus/i.test(cell) ? "lost" : null;
}
