import type { CalendarStanding } from "@/lib/domain/calendar";
import type { Instant } from "@/lib/domain/words";
import { formatAbsolute } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import type { Translator } from "@/lib/i18n/translator";
import { settings } from "@/lib/settings";

type About = {
  readonly standing: CalendarStanding;
  /** Until when a turn must be claimed; null for what has none. */
  readonly claimBy: Instant | null;
  readonly now: Instant;
  /** Its place in the queue, while it waits. */
  readonly place?: number;
  /** It has ended. */
  readonly isPast?: boolean;
};

/** How an entry reads in somebody's calendar. */
export function entryWords(
  t: Translator<"calendar">,
  locale: Locale,
  { model, gpuName }: { readonly model: string; readonly gpuName: string },
  { standing, claimBy, now, place, isPast }: About,
): { summary: string; description: string } {
  const gpu = t("gpu", { model, gpuName });
  if (standing === "cancelled") return { summary: gpu, description: t("cancelled") };
  if (place !== undefined) {
    return { summary: t("estimatedSummary", { gpu }), description: t("estimated", { place }) };
  }
  if (claimBy !== null) {
    const timeZone = settings().LAB_TIME_ZONE;
    const time = formatAbsolute(claimBy, { locale, timeZone, now, isOwnZone: false });
    return { summary: t("turnSummary", { gpu }), description: t("turn", { time }) };
  }
  return { summary: gpu, description: isPast ? t("past") : t("use") };
}
