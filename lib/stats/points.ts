/** Reads the points of charts as gpu_rollup packs them; its migration says how. */
import { MINUTE } from "@/lib/domain/words";
import type { Grid, Series } from "./views";

/** Bytes of one point. */
const LENGTH = 18;

type Values = { [Each in keyof Series]: (number | null)[] };

function nothing(steps: number): Values {
  const values = () => new Array<number | null>(steps).fill(null);
  return { temperature: values(), load: values(), memoryLoad: values(), memoryUsed: values() };
}

const told = (value: number): number | null => (value < 0 ? null : value);
const tenths = (value: number): number | null => (value < 0 ? null : value / 10);

/**
 * The series of each GPU that has a point on the grid, of points in whatever order they come; those
 * beside the grid are passed over.
 */
export function unpackPoints(
  packed: readonly Buffer[],
  { from, step, steps }: Grid,
): Map<number, Series> {
  const series = new Map<number, Values>();
  for (const points of packed) {
    const view = new DataView(points.buffer, points.byteOffset, points.byteLength);
    for (let at = 0; at < points.byteLength; at += LENGTH) {
      const slot = Math.floor((view.getInt32(at + 4) * MINUTE - from) / step);
      if (slot < 0 || slot >= steps) continue;
      const gpuId = view.getInt32(at);
      let values = series.get(gpuId);
      if (!values) {
        values = nothing(steps);
        series.set(gpuId, values);
      }
      values.temperature[slot] = tenths(view.getInt16(at + 8));
      values.load[slot] = tenths(view.getInt16(at + 10));
      values.memoryLoad[slot] = tenths(view.getInt16(at + 12));
      values.memoryUsed[slot] = told(view.getInt32(at + 14));
    }
  }
  return series;
}
