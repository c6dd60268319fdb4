import { getTranslations } from "next-intl/server";
import { formatCountdown, formatDuration, NO_DATA, type TimeView } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import type { LastDay } from "@/lib/watch/queries-day";
import type { WatchedGpu } from "@/lib/watch/queries-gpus";

type Props = { day: LastDay; gpus: readonly WatchedGpu[]; view: TimeView };

/** What the last day was like for those who wait. */
export async function LastDaySection({ day, gpus, view }: Props) {
  const t = await getTranslations("adminStatus");
  const lengths = (
    typical: number | null,
    longest: number | null,
    format: (length: number, locale: Locale) => string = formatDuration,
  ) =>
    typical === null || longest === null
      ? NO_DATA
      : t("typical", {
          typical: format(typical, view.locale),
          longest: format(longest, view.locale),
        });
  const queued = gpus.filter(({ waiting }) => waiting > 0);
  const waiting = queued.reduce((sum, gpu) => sum + gpu.waiting, 0);
  const facts = [
    { label: t("waiting"), value: t("waitingOn", { waiting, gpus: queued.length }) },
    { label: t("turnsGiven"), value: day.turns },
    { label: t("passedOn"), value: day.passedOn },
    { label: t("wait"), value: lengths(day.typicalWaitMs, day.longestWaitMs) },
    {
      label: t("mailDelay"),
      value: lengths(day.typicalMailMs, day.slowestMailMs, formatCountdown),
    },
  ];
  return (
    <section aria-labelledby="day">
      <h2 id="day" className="pb-3 font-semibold text-lg">
        {t("day")}
      </h2>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-muted text-sm">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
