import { getTranslations } from "next-intl/server";
import { computingShare, monthOf, NO_USAGE, shareOf, sumOf } from "@/lib/domain/usage";
import { HOUR } from "@/lib/domain/words";
import {
  formatDate,
  formatHours,
  formatMonth,
  formatPercent,
  formatShortDay,
  NO_DATA,
  type TimeView,
} from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Piece, UsageReport } from "@/lib/usage/views";
import { niceTop } from "./nice-top";
import { PARTS, partsOf } from "./usage-bar";

type Props = { report: UsageReport; isForeignZone: boolean };

const SWATCH = "inline-block h-3 w-4 shrink-0 rounded-sm";
const HEIGHT = 100;
/** Of a bar's place, so much is the bar. */
const WIDTH = 0.72;

function Bars({ pieces, top, label }: { pieces: readonly Piece[]; top: number; label: string }) {
  const height = (time: number) => (HEIGHT * time) / HOUR / top;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${pieces.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-40 w-full border-line-strong border-b bg-[linear-gradient(var(--color-base-300)_1px,transparent_1px)] bg-[length:100%_50%]"
    >
      {pieces.map((piece, index) => {
        let below = 0;
        return (
          <g key={piece.from}>
            {partsOf(piece).map(({ part, time }) => {
              below += time;
              return (
                <rect
                  key={part}
                  x={index + (1 - WIDTH) / 2}
                  width={WIDTH}
                  y={HEIGHT - height(below)}
                  height={height(time)}
                  className={PARTS[part].fill}
                />
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

/**
 * The names under the chart: of the first piece, of one in the middle, and of the last, each below
 * its bar. Where bars are narrower than their names, those at the edges do not stand out over them.
 */
function Axis({
  pieces,
  names,
  most,
}: {
  pieces: readonly Piece[];
  names: string[];
  most: number;
}) {
  const last = pieces.length - 1;
  return [...new Set([0, Math.floor(last / 2), last])].map((index) => {
    const middle = (100 * (index + 0.5)) / pieces.length;
    return (
      <span
        key={index}
        className="nowrap absolute"
        style={{
          left: `${middle}%`,
          transform: `translateX(-${pieces.length > most ? middle : 50}%)`,
        }}
      >
        {names[index]}
      </span>
    );
  });
}

/**
 * How much was held over the period, and how much of it computed. Drawn on the server: it needs no
 * script, and what it shows stands in a table for those who cannot see it.
 */
export async function UsageChart({ report, isForeignZone }: Props) {
  const t = await getTranslations("usage");
  const { pieces, pieceUnit, timeZone } = report;
  if (pieces.length === 0) return null;
  const view: TimeView = { ...(await timeView()), timeZone };
  const { locale } = view;
  const hours = (time: number) => formatHours(time / HOUR, locale);
  const isByDay = pieceUnit === "day";
  const month = ({ from }: Piece) => formatMonth(monthOf(from, timeZone), locale);
  const short = (piece: Piece) => (isByDay ? formatShortDay(piece.from, view) : month(piece));
  const long = (piece: Piece) => (isByDay ? formatDate(piece.from, view) : month(piece));
  const top = niceTop(Math.max(...pieces.map(({ held }) => held)) / HOUR);
  const title = t(isByDay ? "chart.byDay" : "chart.byMonth");
  const total = sumOf(pieces.map((piece) => ({ ...NO_USAGE, ...piece })));
  const share = formatPercent(100 * (shareOf(total.held, report.calendar) ?? 0));
  const computing = computingShare(total);
  const said =
    computing === null
      ? t("chart.held", { held: hours(total.held), share })
      : t("chart.heldAndComputing", {
          held: hours(total.held),
          share,
          computing: formatPercent(100 * computing),
        });
  return (
    <figure className="card-box p-4" aria-labelledby="usage-chart">
      <figcaption className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span id="usage-chart" className="font-medium">
          {title}
        </span>
        <ul aria-label={t("chart.legend")} className="flex flex-wrap gap-x-4 text-sm">
          {partsOf(total).map(({ part }) => (
            <li key={part} className="flex items-center gap-1.5">
              <span aria-hidden className={`${SWATCH} ${PARTS[part].bar}`} />
              {t(`chart.part.${part}`)}
            </li>
          ))}
        </ul>
        <span className="basis-full text-muted text-sm">
          {said} {isForeignZone && t("zone", { zone: timeZone })}
        </span>
      </figcaption>
      <div aria-hidden className="grid grid-cols-[auto_1fr] gap-x-2 text-muted text-xs">
        <div className="flex h-40 flex-col justify-between text-right leading-none">
          <span>{hours(top * HOUR)}</span>
          <span>{hours((top / 2) * HOUR)}</span>
          <span>{hours(0)}</span>
        </div>
        <Bars pieces={pieces} top={top} label={title} />
        <div className="relative col-start-2 mt-1 h-5">
          <Axis pieces={pieces} names={pieces.map(short)} most={isByDay ? 14 : 6} />
        </div>
      </div>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t(isByDay ? "chart.day" : "row.month")}</th>
            <th scope="col">{t("columns.held")}</th>
            <th scope="col">{t("columns.computing")}</th>
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece) => (
            <tr key={piece.from}>
              <th scope="row">{long(piece)}</th>
              <td>{hours(piece.held)}</td>
              <td>{piece.measured > 0 ? hours(piece.computing) : NO_DATA}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
