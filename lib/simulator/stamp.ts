/** Instants as they stand in a workload: seconds since the epoch, or ISO 8601 with a zone. */
import { MINUTE } from "../domain/words";
import { decimalsOf, momentOf, type NotATime, secondsOf } from "./decimal";
import { FARTHEST_MS, type Moment } from "./moment";

/** Writes instants the way that one was written. */
export type Form = (moment: Moment) => string;

/** An instant and how it was written. */
export type Stamp = { readonly at: Moment; readonly form: Form };

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)([Tt ])(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?([Zz]|[+-]\d\d(?::?\d\d)?)$/;

const forms = new Map<string, Form>();

function isoForm(separator: string, zone: string, offset: number): Form {
  const key = separator + zone;
  const known = forms.get(key);
  if (known) return known;
  const form: Form = (moment) => {
    const [day = "", time = ""] = new Date(moment.ms + offset).toISOString().split("T");
    return `${day}${separator}${time.slice(0, 8)}${decimalsOf(moment)}${zone}`;
  };
  forms.set(key, form);
  return form;
}

/** How far a zone's clocks are beyond UTC in ms; null for what no zone is. */
function offsetOf(zone: string): number | null {
  if (zone === "Z" || zone === "z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 23 || minutes > 59) return null;
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** Midnight of a day as UTC has it; null for a day that no calendar has. */
function midnightOf(year: string, month: string, day: string): number | null {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return date.getUTCDate() === Number(day) ? date.getTime() : null;
}

function isoStamp(text: string): Stamp | NotATime {
  const [, year = "", month = "", day = "", separator = "", hour, minute, second, decimals, zone] =
    ISO.exec(text) ?? [];
  if (zone === undefined) return "not-a-number";
  const [offset, midnight] = [offsetOf(zone), midnightOf(year, month, day)];
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  const isTime = hours < 24 && minutes < 60 && seconds < 60;
  if (offset === null || midnight === null || !isTime) return "not-a-number";
  const part = decimals ? momentOf(`0.${decimals}`, 1_000) : { ms: 0, beyond: 0n };
  if (typeof part !== "object") return part;
  const ms = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + part.ms - offset;
  return { at: { ms, beyond: part.beyond }, form: isoForm(separator, zone, offset) };
}

/** Reads one, exactly. */
export function stampOf(text: string): Stamp | NotATime {
  const at = momentOf(text, 1_000);
  if (at === "not-a-number") return isoStamp(text);
  if (typeof at !== "object") return at;
  return Math.abs(at.ms) > FARTHEST_MS ? "too-far" : { at, form: secondsOf };
}
