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

const decimalOf = (ticks: Ticks): string => {
  const size = ticks < 0n ? -ticks : ticks;
  const fraction = String(size % SECOND)
    .padStart(DIGITS, "0")
    .replace(/0+$/, "");
  return `${ticks < 0n ? "-" : ""}${size / SECOND}${fraction && "."}${fraction}`;
};

/** An instant of the workload, and how it was written: an offset of a clock, or a plain number. */
export type Written = { at: Ticks; offset: string | null };

const ISO =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?([Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;

/** Reads an instant in either form of the column `submit`. */
export function readInstant(text: string): Written {
  const match = ISO.exec(text);
  if (!match) return { at: ticksOf(text, SECOND), offset: null };
  const [, day, minute, second = "00", fraction = "", offset = "Z", sign, hours, minutes] = match;
  const local = BigInt(Date.parse(`${day}T${minute}:${second}Z`)) / 1_000n;
  const ahead = BigInt(hours ?? 0) * HOUR + BigInt(minutes ?? 0) * MINUTE;
  const clock = local * SECOND + ticksOf(`0.${fraction}0`, SECOND);
  return { at: clock - (sign === "-" ? -ahead : ahead), offset };
}

/** Writes an instant in the form in which another one of its row was written. */
export function writeInstant(at: Ticks, { offset }: Written): string {
  if (offset === null) return decimalOf(at);
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  const ahead = BigInt(hours) * HOUR + BigInt(minutes) * MINUTE;
  const clock = at + (sign === "-" ? -ahead : ahead);
  const second = floorDiv(clock, SECOND);
  const text = new Date(Number(second) * 1_000)
    .toISOString()
    .slice(0, "2026-01-01T00:00:00".length);
  return `${text}${decimalOf(clock - second * SECOND).slice(1)}${offset}`;
}
