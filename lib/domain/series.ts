/** Values at equal steps of time, null where there are none. */

/** Values that follow each other without a gap. */
export type Run = { readonly start: number; readonly values: readonly number[] };

/** The parts between the gaps, each with the index of its first value. */
export function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: { start: number; values: number[] }[] = [];
  let open: { start: number; values: number[] } | undefined;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      open = undefined;
      continue;
    }
    if (!open) {
      open = { start: index, values: [] };
      runs.push(open);
    }
    open.values.push(value);
  }
  return runs;
}

/** Whether a value stands between two gaps, where no line leads to it. */
export function isLone(values: readonly (number | null)[], index: number): boolean {
  const isGap = (at: number) => (values[at] ?? null) === null;
  return !isGap(index) && isGap(index - 1) && isGap(index + 1);
}

export type Extent = { readonly least: number; readonly mean: number; readonly most: number };

/** What the values come to; null when there are none. */
export function extentOf(values: readonly (number | null)[]): Extent | null {
  const told = values.filter((value) => value !== null);
  if (told.length === 0) return null;
  return {
    least: told.reduce((a, b) => Math.min(a, b)),
    mean: told.reduce((a, b) => a + b) / told.length,
    most: told.reduce((a, b) => Math.max(a, b)),
  };
}
