import { formatBytes, formatBytesOf, formatPercent, formatTemperature } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import type { Measure, Reading } from "@/lib/stats/views";

const MIB = 1024 ** 2;

const bytes = (mebibytes: number | null) => (mebibytes === null ? null : mebibytes * MIB);

/** A value of a measure with its unit. */
export function formatMeasure(measure: Measure, value: number | null, locale: Locale): string {
  if (measure === "temperature") return formatTemperature(value);
  if (measure === "memoryUsed") return formatBytes(bytes(value), locale);
  return formatPercent(value);
}

/** "18.2 / 24 GiB": the memory that is used, of all that there is. */
export function formatMemory({ memoryUsed, memoryTotal }: Reading, locale: Locale): string {
  return formatBytesOf(bytes(memoryUsed), bytes(memoryTotal), locale);
}
