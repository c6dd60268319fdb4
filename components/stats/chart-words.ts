import type { Measure } from "@/lib/stats/views";

/** What the charts say, in the reader's language. */
export type ChartWords = {
  readonly names: { readonly [Each in Measure]: string };
  readonly limit: string;
  readonly nobody: string;
  readonly you: string;
  readonly failed: string;
  readonly retry: string;
};
