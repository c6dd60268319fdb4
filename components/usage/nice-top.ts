const MANTISSAS = [1, 2, 4, 6, 8, 10];

/** The upper end of a scale for values up to `most`: a round number whose half is round too. */
export function niceTop(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return unit * (MANTISSAS.find((mantissa) => mantissa * unit >= most) ?? 10);
}
