/** Writes instants the way that another one was written. */
import { DAY, HOUR, MINUTE } from "../domain/words";
import { decimalsOf, secondsOf } from "./decimal";
import type { Moment } from "./moment";

export type Form = (moment: Moment) => string;

/** What an ISO 8601 time leaves open. */
export type IsoStyle = {
  /** Without hyphens and colons. */
  readonly isBasic: boolean;
  /** What stands between the day and the time. */
  readonly separator: string;
  readonly hasSeconds: boolean;
  readonly decimals: number;
  readonly zone: string;
  /** How far that zone's clocks are beyond UTC, in ms. */
  readonly offset: number;
};

/** Rows of one file are written alike: so that each form is made once. */
const forms = new Map<string, Form>();

function once(key: string, make: () => Form): Form {
  const known = forms.get(key);
  if (known) return known;
  const form = make();
  forms.set(key, form);
  return form;
}

const SECOND = 1_000;

/** Days that were written before: a workload has many instants of few days. */
const days = new Map<number, string>();

/** "2026-03-02" for so many days since the epoch. */
function dayText(day: number): string {
  const known = days.get(day);
  if (known) return known;
  const text = new Date(day * DAY).toISOString().slice(0, -"T00:00:00.000Z".length);
  days.set(day, text);
  return text;
}

const twoDigits = (count: number) => (count < 10 ? `0${count}` : `${count}`);
/** The remainder of a division by `whole`, which is never negative. */
const within = (ms: number, whole: number) => ((ms % whole) + whole) % whole;

/** "22:30" of what a clock shows. */
const minuteText = (shown: number, mark: string) =>
  twoDigits(Math.floor(within(shown, DAY) / HOUR)) +
  mark +
  twoDigits(Math.floor(within(shown, HOUR) / MINUTE));

/** ISO 8601 of a style; seconds and more decimals than it has are added where an instant needs them. */
export function isoForm(style: IsoStyle): Form {
  const { isBasic, separator, hasSeconds, decimals, zone, offset } = style;
  const key = `${isBasic ? "basic" : ""}${separator}${hasSeconds ? decimals : ""}${zone}`;
  const mark = isBasic ? "" : ":";
  return once(key, () => (moment) => {
    const shown = moment.ms + offset;
    const text = dayText(Math.floor(shown / DAY));
    // A hyphen before the first digit is the sign of a year.
    const day = isBasic ? text.replace(/(?<=\d)-/g, "") : text;
    const part = decimalsOf(moment, decimals);
    const second = Math.floor(within(shown, MINUTE) / SECOND);
    const needsSeconds = hasSeconds || second > 0 || part !== "";
    const seconds = needsSeconds ? mark + twoDigits(second) + part : "";
    return day + separator + minuteText(shown, mark) + seconds + zone;
  });
}

/** Seconds since the epoch, with at least so many decimals. */
export const secondsForm = (decimals: number): Form =>
  once(String(decimals), () => (moment) => secondsOf(moment, decimals));
