import { formatAbsolute, formatWhen, NO_DATA } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { LiveTime } from "./live-time";

type Props = {
  /** Epoch ms; null reads "–". */
  at: number | null;
  /** Leave the relative part ("in 2 h") away: for columns of past times. */
  absolute?: boolean;
};

/** An instant as the viewer reads it: "in 2 h · 16:40", in their zone. */
export async function LocalTime({ at, absolute = false }: Props) {
  if (at === null) return NO_DATA;
  const view = await timeView();
  if (!absolute) return <LiveTime at={at} view={view} initial={formatWhen(at, view)} />;
  return <time dateTime={new Date(at).toISOString()}>{formatAbsolute(at, view)}</time>;
}
