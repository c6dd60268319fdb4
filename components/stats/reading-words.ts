import type { Measure } from "@/lib/stats/views";

/** What stands for the time in a sentence that is finished in the browser. */
export const TIME_SLOT = "{time}";

export type ReadingWords = {
  /** What each number is; a measure without a name is not shown. */
  readonly names: { readonly [Each in Measure]?: string };
  readonly tooHot: string;
  /** "no data since {time}" */
  readonly silent: string;
};
