import { z } from "zod";
import { day } from "@/lib/period";
import { id, line, pageNumber, searched } from "@/lib/schema";

export { periodOf } from "@/lib/period";

export const RESERVATION_GROUPS = ["live", "ended", "all"] as const;

export const RESERVATION_SORTS = [
  "",
  "reserved",
  "start",
  "-start",
  "end",
  "-end",
  "user",
  "-user",
  "gpu",
  "-gpu",
] as const;
export type ReservationSort = (typeof RESERVATION_SORTS)[number];

/** The list's part of the URL. Whatever makes no sense there is not there. */
export const reservationFiltersSchema = z.object({
  group: z.enum(RESERVATION_GROUPS).catch("live"),
  gpu: id.nullable().catch(null),
  search: searched,
  /** The first and the last day of the period, both included. */
  from: day,
  to: day,
  /** A leading "-" means descending; "" is the newest first. */
  sort: z.enum(RESERVATION_SORTS).catch(""),
  page: pageNumber,
});
export type ReservationFilters = z.output<typeof reservationFiltersSchema>;

/** An administrator ends somebody's reservation: not without saying why. */
export const endingSchema = z.object({ id, reason: line(500) });
