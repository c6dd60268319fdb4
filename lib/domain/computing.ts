/** When a card that somebody held did nothing, as far as a chart can show it. */
import type { Instant } from "./words";

/** Mean load of a step in %, below which the card did nothing: a desktop alone makes 1 %. */
const IDLE_BELOW = 2;

/** Mean loads of a card in %; number i is that of the i-th step of so many ms after `from`. */
export type Loads = {
  readonly from: Instant;
  readonly step: number;
  readonly values: readonly (number | null)[];
};

export type Span = { readonly from: Instant; readonly to: Instant };

type Part = Span & { readonly load: number };

/** What a span has of each step whose load is known. */
function partsOf({ from, to }: Span, { from: start, step, values }: Loads): Part[] {
  const parts: Part[] = [];
  const first = Math.max(0, Math.floor((from - start) / step));
  for (let index = first; index < values.length && start + index * step < to; index += 1) {
    const load = values[index] ?? null;
    if (load === null) continue;
    const begin = start + index * step;
    parts.push({ from: Math.max(from, begin), to: Math.min(to, begin + step), load });
  }
  return parts;
}

const isIdle = ({ load }: Part) => load < IDLE_BELOW;

/** The parts of a use in which the card did nothing, as long as they can be. */
export function idleSpans(use: Span, loads: Loads): Span[] {
  const spans: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of partsOf(use, loads).filter(isIdle)) {
    const last = spans.at(-1);
    if (last?.to === from) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}
