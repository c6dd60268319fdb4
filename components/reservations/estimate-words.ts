import type { Instant } from "@/lib/domain/words";

/** What a number of hours, or more up to the next, may expect. */
export type ToldEstimate = {
  readonly fromHours: number;
  readonly startsAt: Instant | null;
  /** If everybody before them uses all of their time: the timeline draws it there. */
  readonly fullUseAt: Instant | null;
  /** Nobody is before them. */
  readonly isAtOnce: boolean;
  /** "3rd in line", or that it is free. */
  readonly place: string;
};

/** A GPU that can be chosen, as far as the preview of the form needs it. */
export type Option = {
  readonly gpuId: number;
  readonly name: string;
  readonly longestHours: number;
  /** When the user starts it, and when it starts by itself: the claim window takes time. */
  readonly byUser: readonly ToldEstimate[];
  readonly byItself: readonly ToldEstimate[];
  /** Why nobody can say when; shown where the start is not known. */
  readonly unknown: string;
};

/** What the preview says around that; "{hours}" stands where a number goes. */
export type PreviewWords = {
  readonly title: string;
  readonly choose: string;
  readonly place: string;
  readonly start: string;
  readonly end: string;
  readonly atOnce: string;
  /** What a start goes by: the rules alone, or what people did; then perhaps "{time}" at full use. */
  readonly basis: string;
  readonly likely: string;
  readonly fullUse: string;
  readonly tooLong: string;
};
