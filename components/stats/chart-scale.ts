import { extentOf } from "@/lib/domain/series";
import type { GpuChart, Measure } from "@/lib/stats/views";

/** The vertical axis of a chart. */
export type Scale = { readonly domain: [number, number]; readonly ticks: readonly number[] };

const PERCENT: Scale = { domain: [0, 100], ticks: [0, 50, 100] };
/** With room on top for the holders' names. */
const LOAD: Scale = { domain: [0, 125], ticks: [0, 50, 100] };
const COLD = 20;

function temperatures({ series, temperatureLimit }: GpuChart): Scale {
  const extent = extentOf(series.temperature);
  const low = Math.min(COLD, Math.floor((extent?.least ?? COLD) / 10) * 10);
  const high = Math.max(temperatureLimit, extent?.most ?? 0) + 12;
  return { domain: [low, high], ticks: [30, 60, 90, 120].filter((tick) => tick <= high) };
}

function memory({ series, memoryTotal }: GpuChart): Scale {
  const most = memoryTotal ?? extentOf(series.memoryUsed)?.most ?? 1;
  return { domain: [0, most], ticks: [0, most / 2, most] };
}

/** From where to where the values of a measure can go, and which of them are marked. */
export function scaleOf(measure: Measure, chart: GpuChart): Scale {
  switch (measure) {
    case "temperature":
      return temperatures(chart);
    case "memoryUsed":
      return memory(chart);
    case "load":
      return LOAD;
    default:
      return PERCENT;
  }
}
