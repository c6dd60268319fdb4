/** A period of whole days as filters have it. */
import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** A calendar day as a date field sends it, between 1970 and 9999; null for none. */
export const day = z.iso
  .date()
  .refine((text) => text >= "1970")
  .transform((text) => Temporal.PlainDate.from(text))
  .nullable()
  .catch(null);

/** The first and the last day of a period, both included; null for no bound. */
export type Days = {
  readonly from: Temporal.PlainDate | null;
  readonly to: Temporal.PlainDate | null;
};

/** A period as two instants, the second of them outside of it. */
export type Period = { readonly from: Date | null; readonly before: Date | null };

export const ALWAYS: Period = { from: null, before: null };

/** The period between two days, as their midnights in a zone. */
export function periodOf({ from, to }: Days, timeZone: string): Period {
  const midnight = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
  return { from: from && midnight(from), before: to && midnight(to.add({ days: 1 })) };
}
