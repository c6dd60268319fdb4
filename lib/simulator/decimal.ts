/** Decimals as people and programs write them, read and written without losing a digit. */
import { DECIMALS, FARTHEST_MS, type Moment, WHOLE } from "./moment";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Why a text is not a time. */
export type NotATime = "not-a-number" | "too-exact" | "too-far";

/** As many characters as are exact in a number, whatever digits they are. */
const MOST_PLAIN = 15;
const POINT = ".".charCodeAt(0);
const ZERO = "0".charCodeAt(0);
const TENS = Array.from({ length: MOST_PLAIN + 1 }, (_, power) => 10 ** power);

/** Most of what is written: some digits that come to whole milliseconds. Null for all else. */
function plainMoment(text: string, unitMs: number): Moment | null {
  const { length } = text;
  if (length > MOST_PLAIN) return null;
  let [digits, point] = [0, length];
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (digit === POINT - ZERO && point === length) point = at;
    else return null;
  }
  const hasDigits = length > Number(point < length);
  const scaled = digits * unitMs;
  const divisor = TENS[Math.max(0, length - point - 1)] ?? Number.NaN;
  const isWhole = scaled <= FARTHEST_MS && scaled % divisor === 0;
  return hasDigits && isWhole ? { ms: scaled / divisor, beyond: 0n } : null;
}

/** What is written in whole units and their decimals, by steps: slow, and exact for any digits. */
function byDigits(digits: string, exponent: number, unitMs: number): Moment | NotATime {
  const scaled = BigInt(digits) * BigInt(unitMs) * WHOLE;
  const power = 10n ** BigInt(Math.abs(exponent));
  if (exponent < 0 && scaled % power !== 0n) return "too-exact";
  const size = exponent < 0 ? scaled / power : scaled * power;
  const ms = size / WHOLE;
  if (ms > BigInt(FARTHEST_MS)) return "too-far";
  return { ms: Number(ms), beyond: size % WHOLE };
}

/** The same on the other side of the epoch: `beyond` counts up from the millisecond before. */
const negative = ({ ms, beyond }: Moment): Moment =>
  beyond === 0n ? { ms: 0 - ms, beyond } : { ms: -ms - 1, beyond: WHOLE - beyond };

/** So many units of `unitMs` as an exact time: "0.07" minutes are 4,200 ms. */
export function momentOf(text: string, unitMs: number): Moment | NotATime {
  const plain = plainMoment(text, unitMs);
  if (plain) return plain;
  const [, sign, whole = "", decimals = "", exponent] = DECIMAL.exec(text) ?? [];
  const digits = whole + decimals;
  if (digits === "") return "not-a-number";
  const size = byDigits(digits, Number(exponent ?? 0) - decimals.length, unitMs);
  return typeof size === "object" && sign === "-" ? negative(size) : size;
}

/** How many decimals a plain number is written with; none for one with an exponent. */
export function countDecimals(text: string): number {
  const point = text.indexOf(".");
  return point < 0 || /[eE]/.test(text) ? 0 : text.length - point - 1;
}

const SECOND = 1_000n * WHOLE;

/** A point and the digits of so many 10⁻³³ s, at least so many and no 0 beyond; "" for none. */
function fractionOf(part: bigint, least: number): string {
  const digits = String(part)
    .padStart(DECIMALS + 3, "0")
    .replace(/0+$/, "")
    .padEnd(least, "0");
  return digits && `.${digits}`;
}

/** What an instant is beyond its whole second, as decimals, at least so many: ".25", "" for none. */
export function decimalsOf({ ms, beyond }: Moment, least: number): string {
  const rest = ((ms % 1_000) + 1_000) % 1_000;
  if (rest === 0 && beyond === 0n && least === 0) return "";
  return fractionOf(BigInt(rest) * WHOLE + beyond, least);
}

/** An instant in seconds, with all of its decimals, and at least so many. */
export function secondsOf({ ms, beyond }: Moment, least: number): string {
  if (beyond === 0n && ms % 1_000 === 0 && least === 0) return String(ms / 1_000);
  const all = BigInt(ms) * WHOLE + beyond;
  const size = all < 0n ? -all : all;
  return `${all < 0n ? "-" : ""}${size / SECOND}${fractionOf(size % SECOND, least)}`;
}
