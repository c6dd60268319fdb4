import type { Usage } from "@/lib/domain/usage";

/** How the parts of what was held look, from the one that is sure to have been of use. */
export const PARTS = {
  computing: { bar: "bg-held-fill", fill: "fill-held-fill" },
  idle: { bar: "bg-held-fill/35", fill: "fill-held-fill/35" },
  unknown: { bar: "bg-base-300", fill: "fill-base-300" },
} as const;
export type Part = keyof typeof PARTS;

type Held = Pick<Usage, "held" | "measured" | "computing">;

/** What was held, in ms, by what the GPUs did meanwhile. */
export const partsOf = ({ held, measured, computing }: Held) =>
  [
    { part: "computing", time: computing },
    { part: "idle", time: measured - computing },
    { part: "unknown", time: held - measured },
  ] as const;

const percent = (part: number, whole: number) => `${whole > 0 ? (100 * part) / whole : 0}%`;

/** How much was held beside `most`, the most of all rows, and what the GPUs did meanwhile. */
export function UsageBar({ usage, most }: { usage: Held; most: number }) {
  return (
    <span aria-hidden className="flex h-3 w-full min-w-24">
      {partsOf(usage).map(({ part, time }) => (
        <span key={part} className={PARTS[part].bar} style={{ width: percent(time, most) }} />
      ))}
    </span>
  );
}
