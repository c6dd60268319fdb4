import type { Instant } from "@/lib/domain/words";
import { type Field, READERS } from "@/lib/stats/report/columns";
import type { Line } from "@/lib/stats/report/parse";
import { Reading, shown } from "./reading";
import type { OldRow } from "./words";

/** The original's columns, and what of a line of nvidia-smi each holds. */
const COLUMNS: readonly (readonly [column: string, field: Exclude<Field, "at" | "uuid">])[] = [
  ["gpu_index", "index"],
  ["name", "name"],
  ["pci_bus_id", "pciBusId"],
  ["driver_version", "driverVersion"],
  ["pstate", "pstate"],
  ["pcie_link_gen_max", "pcieLinkGenMax"],
  ["pcie_link_gen_current", "pcieLinkGen"],
  ["temperature_gpu", "temperature"],
  ["utilization_gpu", "load"],
  ["utilization_memory", "memoryLoad"],
  ["memory_total", "memoryTotal"],
  ["memory_free", "memoryFree"],
  ["memory_used", "memoryUsed"],
];

/** Cards were not reported before, and a partition is made for each day. */
const OLDEST = Date.UTC(2015, 0, 1);
const TOLERANCE = 5 * 60_000;

type Value = number | string | null | undefined;

/** Cells repeat: what each was read as, by column. */
const MOST_REMEMBERED = 10_000;
const remembered = new Map(COLUMNS.map(([column]) => [column, new Map<string, Value>()]));

function readCell(column: string, field: Field, cell: string): Value {
  const known = remembered.get(column);
  if (known?.has(cell)) return known.get(cell);
  const value = READERS[field](cell.trim());
  if (known && known.size < MOST_REMEMBERED) known.set(cell, value);
  return value;
}

const NOTHING = Object.fromEntries(Object.keys(READERS).map((field) => [field, null]));

/** A row of the old statistics as a line of a report, by the same readers; what is nonsense is said. */
export function lineIn(
  row: OldRow,
  clock: (text: string) => Instant | null,
  now: Instant,
): { line: Line; reading: Reading } {
  const reading = new Reading(row);
  const line: Record<string, number | string | null> = { ...NOTHING, fault: null };
  const at = reading.time("timestamp", clock);
  if (at >= OLDEST && at <= now + TOLERANCE) line.at = at;
  else if (!Number.isNaN(at))
    reading.wrong("timestamp is no time of a sample", row.timestamp ?? "");
  for (const [column, field] of COLUMNS) {
    const told = row[column];
    if (told === null || told === undefined) continue;
    const value = readCell(column, field, told);
    if (value === undefined) reading.wrong(`${column} is nonsense`, shown(told));
    else line[field] = value;
  }
  if (row.gpu_index === null) reading.wrong("gpu_index is NULL");
  return { line: line as Line, reading };
}
