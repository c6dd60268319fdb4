/** Decimals as people and programs write them, read and written without losing a digit. */
import { ATTOS, FARTHEST_MS, type Moment } from "./moment";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Most of what is written, which needs no thought: less than 28,000 years in hours. */
const SHORT = /^\d{1,8}$/;

/** Why a text is not a time. */
export type NotATime = "not-a-number" | "too-exact" | "too-far";

/** What is written in whole units and their decimals, by steps: slow, and exact for any digits. */
function byDigits(digits: string, exponent: number, unitMs: number): Moment | NotATime {
  const scaled = BigInt(digits) * BigInt(unitMs) * BigInt(ATTOS);
  const power = 10n ** BigInt(Math.abs(exponent));
  if (exponent < 0 && scaled % power !== 0n) return "too-exact";
  const attos = exponent < 0 ? scaled / power : scaled * power;
  const size = BigInt(ATTOS);
  const ms = attos / size;
  if (ms > BigInt(FARTHEST_MS)) return "too-far";
  return { ms: Number(ms), attos: Number(attos % size) };
}

/** The same on the other side of the epoch: `attos` counts up from the millisecond before. */
const negative = ({ ms, attos }: Moment): Moment =>
  attos === 0 ? { ms: 0 - ms, attos } : { ms: -ms - 1, attos: ATTOS - attos };

/** So many units of `unitMs` as an exact time: "0.07" minutes are 4,200 ms. */
export function momentOf(text: string, unitMs: number): Moment | NotATime {
  if (SHORT.test(text)) return { ms: Number(text) * unitMs, attos: 0 };
  const [, sign, whole = "", decimals = "", exponent] = DECIMAL.exec(text) ?? [];
  const digits = whole + decimals;
  if (digits === "") return "not-a-number";
  const scaled = Number(digits) * unitMs;
  const divisor = 10 ** decimals.length;
  const isSimple = exponent === undefined && digits.length < 16 && decimals.length < 16;
  const size =
    isSimple && scaled <= FARTHEST_MS && scaled % divisor === 0
      ? { ms: scaled / divisor, attos: 0 }
      : byDigits(digits, Number(exponent ?? 0) - decimals.length, unitMs);
  return typeof size === "object" && sign === "-" ? negative(size) : size;
}

/** The decimals of `part` of 10^`places`, after a point, without zeros at the end; "" for none. */
export function decimalsOf(part: bigint, places: number): string {
  if (part === 0n) return "";
  return `.${String(part).padStart(places, "0").replace(/0+$/, "")}`;
}

/** An instant in seconds, with all of its decimals. */
export function secondsOf({ ms, attos }: Moment): string {
  if (attos === 0 && ms % 1_000 === 0) return String(ms / 1_000);
  const all = BigInt(ms) * BigInt(ATTOS) + BigInt(attos);
  const size = all < 0n ? -all : all;
  const second = BigInt(ATTOS) * 1_000n;
  return `${all < 0n ? "-" : ""}${size / second}${decimalsOf(size % second, 18)}`;
}
