import { formatCountdown } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { RunningCountdown } from "./running-countdown";

/** What is left until an instant (epoch ms): right when it arrives, and running from then on. */
export async function Countdown({ until }: { until: number }) {
  const { locale, now } = await timeView();
  return (
    <RunningCountdown
      until={until}
      locale={locale}
      initial={formatCountdown(until - now, locale)}
    />
  );
}
