"use client";

import { usePlotArea, useYAxisScale } from "recharts";

/** Where the lines of a chart lie; null before its size is known. */
function usePlace() {
  const scale = useYAxisScale();
  const plot = usePlotArea();
  if (!scale || !plot || !Number.isFinite(scale(0))) return null;
  const across = (value: number) => {
    const y = Number(scale(value));
    return { x1: plot.x, x2: plot.x + plot.width, y1: y, y2: y };
  };
  return across;
}

/**
 * Lines across a chart at these values of its axis. Drawn here, since each part of the library's
 * that a chart does without makes its page lighter.
 */
export function GridLines({ at }: { at: readonly number[] }) {
  const across = usePlace();
  return (
    <g stroke="var(--color-base-300)" data-grid>
      {across && at.map((value) => <line key={value} {...across(value)} />)}
    </g>
  );
}

/** A dashed line at a value that should not be exceeded, and what it means. */
export function LimitLine({ at, label }: { at: number; label: string }) {
  const across = usePlace();
  if (!across) return null;
  const line = across(at);
  return (
    <g>
      <line {...line} stroke="var(--fault-fill)" strokeDasharray="5 4" />
      <text x={line.x1 + 5} y={line.y1 - 5} fontSize="12" fill="var(--ink-muted)">
        {label}
      </text>
    </g>
  );
}
