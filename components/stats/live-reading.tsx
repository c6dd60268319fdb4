"use client";

import { useReading } from "@/components/live/readings";
import { StateSign } from "@/components/ui/state-chip";
import { useNow } from "@/components/ui/use-now";
import { formatAbsolute, NO_DATA, type TimeView } from "@/lib/i18n/format";
import { CURRENT_FOR, MEASURES, type Measure, type Reading } from "@/lib/stats/views";
import { formatMeasure, formatMemory } from "./measure";
import { type ReadingWords, TIME_SLOT } from "./reading-words";

type Props = {
  gpuId: number;
  initial: Reading | null;
  words: ReadingWords;
  view: TimeView;
  /** How the numbers stand beside each other. */
  className: string;
};

function textOf(measure: Measure, reading: Reading, locale: TimeView["locale"]): string {
  if (measure === "memoryUsed") return formatMemory(reading, locale);
  return formatMeasure(measure, reading[measure], locale);
}

/** The newest numbers of a GPU, which change by themselves; nothing for one that never told any. */
export function LiveReading({ gpuId, initial, words, view, className }: Props) {
  const reading = useReading(gpuId, initial);
  const now = useNow(view.now);
  if (!reading) return null;
  const isCurrent = now - reading.at < CURRENT_FOR;
  const isHot = isCurrent && (reading.temperature ?? 0) > reading.temperatureLimit;
  return (
    <div>
      <dl className={className}>
        {MEASURES.filter((measure) => measure in words.names).map((measure) => (
          // Wide enough for any value, so that none pushes the next one aside.
          <div key={measure} data-measure={measure} className="min-w-14">
            <dt className="text-muted text-xs">{words.names[measure]}</dt>
            <dd className="nowrap font-medium">
              {isCurrent ? textOf(measure, reading, view.locale) : NO_DATA}
            </dd>
          </div>
        ))}
      </dl>
      {isHot && (
        <p className="inline-flex items-center gap-1.5 font-medium text-fault text-sm">
          <StateSign state="fault" /> {words.tooHot}
        </p>
      )}
      {!isCurrent && (
        <p className="text-muted text-sm">
          {words.silent.replace(TIME_SLOT, formatAbsolute(reading.at, { ...view, now }))}
        </p>
      )}
    </div>
  );
}
