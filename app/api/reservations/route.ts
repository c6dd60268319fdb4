import { getTranslations } from "next-intl/server";
import { timeView } from "@/lib/i18n/time-view";
import { wallClockOf } from "@/lib/i18n/wall-clock";
import { allReservations } from "@/lib/reservations/queries-admin";
import { periodOf, reservationFiltersSchema } from "@/lib/reservations/schema-admin";
import { answerWithFile, tableFile } from "@/lib/web/file";

/** The list of reservations as a file, all of its pages, with the same filters in the URL. */
export function GET(request: Request): Promise<Response> {
  return answerWithFile(request, async (query) => {
    const filters = reservationFiltersSchema.parse(query);
    const { timeZone } = await timeView();
    const rows = await allReservations(filters, periodOf(filters, timeZone));
    const t = await getTranslations("adminReservations.file");
    const words = await getTranslations("reservation");
    // As spreadsheets read times: the reader's wall clock.
    const time = (at: number | null) => at && wallClockOf(at, timeZone).replace("T", " ");
    return tableFile("gpusched-reservations", rows, [
      [t("id"), ({ id }) => id],
      [t("username"), ({ user }) => user.username],
      [t("name"), ({ user }) => user.name],
      [t("lab"), ({ user }) => user.lab],
      [t("gpu"), ({ gpu }) => gpu.gpuName],
      [t("model"), ({ gpu }) => gpu.model],
      [t("status"), ({ status }) => words(`status.${status}`)],
      [t("hours"), ({ durationHours }) => durationHours],
      [t("reserved"), ({ reservedAt }) => time(reservedAt)],
      [t("turn"), ({ notifiedAt }) => time(notifiedAt)],
      [t("start"), ({ startsAt }) => time(startsAt)],
      [t("end"), ({ endsAt }) => time(endsAt)],
      [t("cause"), ({ endCause }) => endCause && words(`cause.${endCause}`)],
      [t("by"), ({ endedBy }) => endedBy],
      [t("reason"), ({ endReason }) => endReason],
    ]);
  });
}
