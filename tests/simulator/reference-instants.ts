/** Exact time for the reference: whole numbers of ticks, so small that no decimal is cut off. */

const DIGITS = 40;
export const SECOND = 10n ** BigInt(DIGITS);
export const MINUTE = 60n * SECOND;
export const HOUR = 60n * MINUTE;

/** The ticks since the Unix epoch. */
export type Ticks = bigint;

export function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** How many ticks so many units are: `ticksOf("0.07", MINUTE)` are those of 4.2 s. */
export function ticksOf(decimal: string, unit: bigint): Ticks {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(decimal);
  if (!match || `${match[2]}${match[3]}` === "") throw new Error(`no decimal: ${decimal}`);
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const decimals = fraction.length - Number(power);
  const scale = 10n ** BigInt(Math.max(decimals, 0));
  const size = BigInt(`${whole}${fraction}`) * 10n ** BigInt(Math.max(-decimals, 0)) * unit;
  if (size % scale !== 0n) throw new Error(`more digits than the reference keeps: ${decimal}`);
  return sign === "-" ? -size / scale : size / scale;
}

/** All of its decimals, and zeros up to so many. */
const decimalOf = (ticks: Ticks, least = 0): string => {
  const size = ticks < 0n ? -ticks : ticks;
  const fraction = String(size % SECOND)
    .padStart(DIGITS, "0")
    .replace(/0+$/, "")
    .padEnd(least, "0");
  return `${ticks < 0n ? "-" : ""}${size / SECOND}${fraction && "."}${fraction}`;
};

/** How an instant is written: by a clock with this offset, or as a plain number. */
export type Style = {
  offset: string | null;
  separator: string;
  hasMarks: boolean;
  hasSeconds: boolean;
  decimals: number;
};

export const NUMBER: Style = {
  offset: null,
  separator: "",
  hasMarks: false,
  hasSeconds: true,
  decimals: 0,
};

/** An instant of the workload, and how it was written. */
export type Written = { at: Ticks; style: Style };

const ISO =
  /^(\d{4})(-?)(\d\d)-?(\d\d)([Tt ])(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?([Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;

/** Reads an instant in any form of the column `submit`. */
export function readInstant(text: string): Written {
  const match = ISO.exec(text);
  if (!match) {
    const [, decimals = ""] = /^[^.eE]*\.(\d*)$/.exec(text) ?? [];
    return { at: ticksOf(text, SECOND), style: { ...NUMBER, decimals: decimals.length } };
  }
  const [, year, mark, month, day, separator = "T", hour, minute, second] = match;
  const [fraction = "", offset = "Z", sign, hours, minutes] = match.slice(9);
  const shown = `${year}-${month}-${day}T${hour}:${minute}:${second ?? "00"}Z`;
  const local = BigInt(Date.parse(shown)) / 1_000n;
  const ahead = BigInt(hours ?? 0) * HOUR + BigInt(minutes ?? 0) * MINUTE;
  const clock = local * SECOND + ticksOf(`0.${fraction}0`, SECOND);
  const hasSeconds = second !== undefined;
  const style = { offset, separator, hasMarks: mark !== "", hasSeconds, decimals: fraction.length };
  return { at: clock - (sign === "-" ? -ahead : ahead), style };
}

/** Writes an instant in a style, which is left only where the instant needs more digits. */
export function writeInstant(at: Ticks, style: Style): string {
  const { offset, separator, hasMarks, hasSeconds, decimals } = style;
  if (offset === null) return decimalOf(at, decimals);
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  const ahead = BigInt(hours) * HOUR + BigInt(minutes) * MINUTE;
  const clock = at + (sign === "-" ? -ahead : ahead);
  const second = floorDiv(clock, SECOND);
  const fraction = decimalOf(clock - second * SECOND, decimals).slice(1);
  const [day = "", time = ""] = new Date(Number(second) * 1_000).toISOString().split(/[T.]/);
  const needsSeconds = hasSeconds || fraction !== "" || !time.endsWith(":00");
  const text = `${day}${separator}${needsSeconds ? time : time.slice(0, 5)}`;
  return `${hasMarks ? text : text.replaceAll(/[-:]/g, "")}${fraction}${offset}`;
}
