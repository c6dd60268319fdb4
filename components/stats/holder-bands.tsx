"use client";

import { useId } from "react";
import { usePlotArea, useXAxisScale } from "recharts";
import { idleSpans, type Span } from "@/lib/domain/computing";
import type { ChartUse, GpuChart } from "@/lib/stats/views";

/** Rough width of a character of the names, in px. */
const CHARACTER = 7;
const IDEOGRAPH = 12;

/** As much of a name as fits. */
function fitting(name: string, width: number): string {
  let left = width - 8;
  let fits = "";
  for (const character of name) {
    left -= character > "\u2e80" ? IDEOGRAPH : CHARACTER;
    if (left < 0) return fits.length > 2 ? `${fits.trimEnd()}…` : "";
    fits += character;
  }
  return fits;
}

/** Stripes over what was held and not used. */
function Stripes({ id }: { id: string }) {
  return (
    <pattern
      id={id}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="2.5" height="6" fill="var(--turn-fill)" opacity="0.6" />
    </pattern>
  );
}

type Props = { chart: GpuChart; you: string };

/** Who held the card when, behind the load: own uses in the accent colour, idle ones striped. */
export function HolderBands({ chart, you }: Props) {
  const { uses, grid, series } = chart;
  const scale = useXAxisScale();
  const plot = usePlotArea();
  const stripes = useId();
  // Before its size is known, a chart has no scale or a scale to nowhere.
  if (!scale || !plot || !Number.isFinite(scale(grid.from))) return null;
  const bounds = ({ from, to }: Span) => {
    const [left, right] = [Number(scale(from)), Number(scale(to))];
    return { x: left, width: Math.max(1, right - left), y: plot.y, height: plot.height };
  };
  const loads = { from: grid.from, step: grid.step, values: series.load };
  const band = (use: ChartUse) => {
    const area = bounds(use);
    const fill = use.isOwn ? "var(--color-primary)" : "var(--held-fill)";
    return (
      <g key={use.from} data-holder={use.isOwn ? "own" : "other"}>
        <rect {...area} fill={fill} opacity="0.18" />
        <rect {...area} width="1" fill={fill} opacity="0.7" />
        {idleSpans(use, loads).map((idle) => (
          <rect key={idle.from} {...bounds(idle)} fill={`url(#${stripes})`} data-idle />
        ))}
        <rect {...area} height="16" fill="var(--color-base-100)" opacity="0.75" />
        <text x={area.x + 5} y={area.y + 12} fontSize="11" fill="var(--color-base-content)">
          {fitting(use.isOwn ? you : use.name, area.width)}
        </text>
      </g>
    );
  };
  return (
    <g>
      <defs>
        <Stripes id={stripes} />
      </defs>
      {uses.map(band)}
    </g>
  );
}
