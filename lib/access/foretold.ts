import type { Change, Kept } from "./changes";
import type { Concerned, Effects } from "./effects";

/** Everything that would follow from saving. */
export type Foretold = Effects & {
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
  /** Places in queues that change. */
  readonly moves: readonly (Concerned & { readonly from: number; readonly to: number })[];
  readonly digest: string;
};
