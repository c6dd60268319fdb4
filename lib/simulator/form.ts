/** Writes instants the way that another one was written. */
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

const extendedTime = ({ separator }: IsoStyle, day: string, time: string) =>
  `${day}${separator}${time}`;

/** A hyphen before the first digit is a sign, and stays. */
const basicTime = ({ separator }: IsoStyle, day: string, time: string) =>
  `${day.replace(/(?<=\d)-/g, "")}${separator}${time.replaceAll(":", "")}`;

/** ISO 8601 of a style; seconds and more decimals than it has are added where an instant needs them. */
export function isoForm(style: IsoStyle): Form {
  const { isBasic, separator, hasSeconds, decimals, zone, offset } = style;
  const key = `${isBasic ? "basic" : ""}${separator}${hasSeconds ? decimals : ""}${zone}`;
  const timeOf = isBasic ? basicTime : extendedTime;
  return once(key, () => (moment) => {
    const [day = "", time = ""] = new Date(moment.ms + offset).toISOString().split("T");
    const part = decimalsOf(moment, decimals);
    const isWhole = part === "" && !hasSeconds && time.slice(6, 8) === "00";
    return `${timeOf(style, day, time.slice(0, isWhole ? 5 : 8))}${part}${zone}`;
  });
}

/** Seconds since the epoch, with at least so many decimals. */
export const secondsForm = (decimals: number): Form =>
  once(String(decimals), () => (moment) => secondsOf(moment, decimals));
