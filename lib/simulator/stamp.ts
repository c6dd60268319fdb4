/** Instants as they stand in a workload: seconds since the epoch, or ISO 8601 with a zone. */
import { MINUTE } from "../domain/words";
import { countDecimals, momentOf, type NotATime } from "./decimal";
import { type Form, isoForm, secondsForm } from "./form";
import { FARTHEST_MS, type Moment } from "./moment";

/** An instant and how it was written. */
export type Stamp = { readonly at: Moment; readonly form: Form };

const ZONE = "([Zz]|[+-]\\d\\d(?::?\\d\\d)?)";
const SECONDS = "(\\d\\d)(?:[.,](\\d+))?";
const EXTENDED = new RegExp(
  `^(\\d{4})-(\\d\\d)-(\\d\\d)([Tt ])(\\d\\d):(\\d\\d)(?::${SECONDS})?${ZONE}$`,
);
/** As file names have it: 20260302T223000Z. */
const BASIC = new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)([Tt])(\\d\\d)(\\d\\d)(?:${SECONDS})?${ZONE}$`);

/** How far a zone's clocks are beyond UTC in ms; null for what no zone is. */
function offsetOf(zone: string): number | null {
  if (zone === "Z" || zone === "z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 23 || minutes > 59) return null;
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** Days that were read before, by their digits: a workload has many instants of few days. */
const midnights = new Map<number, number | null>();

/** Midnight of a day as UTC has it; null for a day that no calendar has. */
function midnightOf(year: string, month: string, day: string): number | null {
  const digits = (Number(year) * 100 + Number(month)) * 100 + Number(day);
  const known = midnights.get(digits);
  if (known !== undefined) return known;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const midnight = date.getUTCDate() === Number(day) ? date.getTime() : null;
  midnights.set(digits, midnight);
  return midnight;
}

function isoStamp(text: string): Stamp | NotATime {
  const extended = EXTENDED.exec(text);
  const [, year = "", month = "", day = "", separator = "", hour, minute, second, decimals, zone] =
    extended ?? BASIC.exec(text) ?? [];
  if (zone === undefined) return "not-a-number";
  const [offset, midnight] = [offsetOf(zone), midnightOf(year, month, day)];
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  const isTime = hours < 24 && minutes < 60 && seconds < 60;
  if (offset === null || midnight === null || !isTime) return "not-a-number";
  const part = decimals ? momentOf(`0.${decimals}`, 1_000) : { ms: 0, beyond: 0n };
  if (typeof part !== "object") return part;
  const ms = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + part.ms - offset;
  const form = isoForm({
    isBasic: !extended,
    separator,
    hasSeconds: second !== undefined,
    decimals: decimals?.length ?? 0,
    zone,
    offset,
  });
  return { at: { ms, beyond: part.beyond }, form };
}

/** Reads one, exactly. */
export function stampOf(text: string): Stamp | NotATime {
  const at = momentOf(text, 1_000);
  if (at === "not-a-number") return isoStamp(text);
  if (typeof at !== "object") return at;
  if (Math.abs(at.ms) > FARTHEST_MS) return "too-far";
  return { at, form: secondsForm(countDecimals(text)) };
}
