import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Viewer } from "@/lib/domain/permissions";
import { type Days, PRESETS, presetDays } from "@/lib/domain/usage";
import type { Instant } from "@/lib/domain/words";
import { id, pageNumber, searched, urlQuery } from "@/lib/schema";
import { DIMENSIONS, OWN_DIMENSIONS } from "./views";

export const USAGE_SORTS = [
  "name",
  "held",
  "own",
  "computing",
  "share",
  "uses",
  "expired",
  "wait",
] as const;
export type UsageColumn = (typeof USAGE_SORTS)[number];
/** A leading "-" means descending. */
export type UsageSort = UsageColumn | `-${UsageColumn}`;

const isSort = (text: string): text is UsageSort =>
  USAGE_SORTS.some((column) => text === column || text === `-${column}`);

/** A calendar day as a date field sends it, between 1970 and 9999; null for none. */
const day = z.iso
  .date()
  .refine((text) => text >= "1970")
  .nullable()
  .catch(null);

/** The name of a time zone that clocks are known of. */
const timeZone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
      return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
    } catch {
      return false;
    }
  })
  .nullable()
  .catch(null);

/** The page's part of the URL. Whatever makes no sense there is not there. */
export const usageFiltersSchema = urlQuery({
  by: z.enum(DIMENSIONS).catch("gpu"),
  period: z.enum(PRESETS).catch("last30Days"),
  /** The first and the last day, both included; they go before `period`. */
  from: day,
  to: day,
  /** In which zone days begin; the viewer's own unless a link says otherwise. */
  zone: timeZone,
  gpu: id.nullable().catch(null),
  user: id.nullable().catch(null),
  lab: searched,
  search: searched,
  sort: z.string().refine(isSort).nullable().catch(null),
  page: pageNumber,
});
export type UsageFilters = z.output<typeof usageFiltersSchema>;

/** What of it somebody may ask: nothing that tells of other people, unless an administrator. */
export function allowedFilters(filters: UsageFilters, viewer: Viewer): UsageFilters {
  if (viewer.isAdmin) return filters;
  return {
    ...filters,
    by: OWN_DIMENSIONS.includes(filters.by) ? filters.by : "gpu",
    user: filters.user === viewer.id ? viewer.id : null,
    lab: "",
  };
}

/** The days that are asked for; of two in the wrong order the earlier is the first. */
export function daysOf(filters: UsageFilters, now: Instant, zone: string): Days {
  const { from, to } = filters;
  if (from === null && to === null) return presetDays(filters.period, now, zone);
  const last = to ?? presetDays("last30Days", now, zone).to;
  const first = from ?? Temporal.PlainDate.from(last).subtract({ days: 29 }).toString();
  return first <= last ? { from: first, to: last } : { from: last, to: first };
}
