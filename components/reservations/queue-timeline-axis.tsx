import { getTranslations } from "next-intl/server";
import { HOUR, type Instant } from "@/lib/domain/words";
import { formatClock } from "@/lib/i18n/format";
import { formatTick, ticksOf } from "@/lib/i18n/time-axis";
import { timeView } from "@/lib/i18n/time-view";
import { percentAt, SHOWN_HOURS } from "./queue-timeline-scale";

const EVERY = 6 * HOUR;
/** In % of the chart: no mark so near to "now", and no day so near to the end. */
const NEAR_NOW = 5;
const NEAR_END = 95;

async function marks(now: Instant) {
  const view = await timeView();
  const ticks = ticksOf(now, now + SHOWN_HOURS * HOUR, view.timeZone, 99, EVERY);
  return ticks.map((at) => {
    const isDay = formatClock(at, view.timeZone) === "00:00";
    return { at, x: percentAt(at, now), isDay, text: formatTick(at, view) };
  });
}

/** The hours and days over the rows, in the viewer's zone. */
export async function TimelineAxis({ now }: { now: Instant }) {
  const t = await getTranslations("timeline");
  return (
    <svg aria-hidden="true" width="100%" height={28} className="block fill-muted text-xs">
      <text x={4} y={19} className="fill-base-content font-medium">
        {t("now")}
      </text>
      {(await marks(now))
        .filter(({ x, isDay }) => x > NEAR_NOW && x < (isDay ? NEAR_END : 98))
        .map(({ at, x, isDay, text }) => (
          <text
            key={at}
            x={`${x}%`}
            dx={isDay ? 4 : 0}
            y={19}
            textAnchor={isDay ? "start" : "middle"}
            className={isDay ? "fill-base-content font-medium" : ""}
          >
            {text}
          </text>
        ))}
    </svg>
  );
}

/** The lines of the hours and days behind all rows, and of now at their beginning. */
export async function TimelineGrid({ now }: { now: Instant }) {
  return (
    <svg aria-hidden="true" width="100%" height="100%" className="block">
      {(await marks(now)).map(({ at, x, isDay }) => (
        <line
          key={at}
          x1={`${x}%`}
          x2={`${x}%`}
          y1="0"
          y2="100%"
          className={isDay ? "stroke-line-strong" : "stroke-base-300"}
        />
      ))}
      <rect x="0" y="0" width="2" height="100%" className="fill-base-content" />
    </svg>
  );
}
