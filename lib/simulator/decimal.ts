/** Decimals as people and programs write them, read and written without losing a digit. */
import { DECIMALS, FARTHEST_MS, type Moment, WHOLE } from "./moment";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Most of what is written, which needs no thought: less than 28,000 years in hours. */
const SHORT = /^\d{1,8}$/;

/** Why a text is not a time. */
export type NotATime = "not-a-number" | "too-exact" | "too-far";

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
  if (SHORT.test(text)) return { ms: Number(text) * unitMs, beyond: 0n };
  const [, sign, whole = "", decimals = "", exponent] = DECIMAL.exec(text) ?? [];
  const digits = whole + decimals;
  if (digits === "") return "not-a-number";
  const scaled = Number(digits) * unitMs;
  const divisor = 10 ** decimals.length;
  const isSimple = exponent === undefined && digits.length < 16 && decimals.length < 16;
  const size =
    isSimple && scaled <= FARTHEST_MS && scaled % divisor === 0
      ? { ms: scaled / divisor, beyond: 0n }
      : byDigits(digits, Number(exponent ?? 0) - decimals.length, unitMs);
  return typeof size === "object" && sign === "-" ? negative(size) : size;
}

const SECOND = 1_000n * WHOLE;

/** What `part` of 10⁻³⁰ ms is of a second: a point and decimals, no 0 at their end; "" for none. */
function fractionOf(part: bigint): string {
  if (part === 0n) return "";
  return `.${String(part)
    .padStart(DECIMALS + 3, "0")
    .replace(/0+$/, "")}`;
}

/** What an instant is beyond its whole second, as decimals: ".25", "" for none. */
export function decimalsOf({ ms, beyond }: Moment): string {
  const rest = ((ms % 1_000) + 1_000) % 1_000;
  return rest === 0 && beyond === 0n ? "" : fractionOf(BigInt(rest) * WHOLE + beyond);
}

/** An instant in seconds, with all of its decimals. */
export function secondsOf({ ms, beyond }: Moment): string {
  if (beyond === 0n && ms % 1_000 === 0) return String(ms / 1_000);
  const all = BigInt(ms) * WHOLE + beyond;
  const size = all < 0n ? -all : all;
  return `${all < 0n ? "-" : ""}${size / SECOND}${fractionOf(size % SECOND)}`;
}
