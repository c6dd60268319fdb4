/** What pages are told about a card's statistics: plain data, safe in the browser. */
import { type Instant, MINUTE } from "@/lib/domain/words";

/** One moment of a card, as nvidia-smi told it. Null: it told nothing, which is not zero. */
export type Reading = {
  readonly gpuId: number;
  readonly at: Instant;
  /** °C */
  readonly temperature: number | null;
  /** Share of time in which the card computed, in %. */
  readonly load: number | null;
  /** Share of time in which its memory was read or written, in %. */
  readonly memoryLoad: number | null;
  /** MiB */
  readonly memoryUsed: number | null;
  /** MiB */
  readonly memoryTotal: number | null;
  /** °C above which the card is too hot. */
  readonly temperatureLimit: number;
};

/** What a chart can show, in the units of `Reading`. */
export const MEASURES = ["temperature", "load", "memoryLoad", "memoryUsed"] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Means of a card over equal steps of time. Value number i is that of
 * [from + i × step, from + (i + 1) × step); null where nothing was told.
 */
export type Series = { readonly [Each in Measure]: readonly (number | null)[] };

/** The grid of time on which charts are drawn. */
export type Grid = {
  readonly from: Instant;
  /** Length of a step, in ms. */
  readonly step: number;
  readonly steps: number;
};

/** Somebody's use of a card, as far as it lies in what a chart shows. */
export type ChartUse = {
  readonly from: Instant;
  /** Now, for one that goes on. */
  readonly to: Instant;
  readonly name: string;
  readonly lab: string;
  readonly isOwn: boolean;
};

/** All that the charts of one card show. */
export type GpuChart = {
  readonly grid: Grid;
  readonly series: Series;
  readonly uses: readonly ChartUse[];
  /** MiB; the upper end of the scale of memory. */
  readonly memoryTotal: number | null;
  /** °C above which the card is too hot. */
  readonly temperatureLimit: number;
};

/** A reading that is older than so many ms says nothing about now. */
export const CURRENT_FOR = 5 * MINUTE;

/** What computed on a card when its agent last looked. */
export type Computing = {
  readonly at: Instant;
  readonly list: readonly {
    readonly pid: number;
    /** The owner's name on the server; null when the process was gone already. */
    readonly user: string | null;
    /** MiB */
    readonly memoryUsed: number | null;
  }[];
};
