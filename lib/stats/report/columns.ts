/** The columns of `nvidia-smi --query-gpu` that mean something here, and how to read their cells. */
import { type Cell, numberIn, pciBusIdIn, pstateIn, textIn, timeIn, uuidIn } from "./cells";

const MIB = /^(MiB|MB)$/i;
const NO_UNIT = /^$/;
// The bounds of what the database can hold, wider than those of any card.
const MOST_MEMORY_MIB = 2_000_000_000;
const MOST_TEMPERATURE = 300;

const memory = (cell: string) => numberIn(cell, MIB, 0, MOST_MEMORY_MIB);
const percent = (cell: string) => numberIn(cell, /^%$/, 0, 100);
const pcieGen = (cell: string) => numberIn(cell, NO_UNIT, 0, 32);

/** How to read each field. */
export const READERS = {
  at: timeIn,
  index: (cell: string) => numberIn(cell, NO_UNIT, 0, 999),
  uuid: uuidIn,
  pciBusId: pciBusIdIn,
  name: (cell: string) => textIn(cell, 255),
  driverVersion: (cell: string) => textIn(cell, 60),
  pstate: pstateIn,
  pcieLinkGenMax: pcieGen,
  pcieLinkGen: pcieGen,
  temperature: (cell: string) => numberIn(cell, /^°?C$/i, -MOST_TEMPERATURE, MOST_TEMPERATURE),
  load: percent,
  memoryLoad: percent,
  memoryTotal: memory,
  memoryFree: memory,
  memoryUsed: memory,
} satisfies Record<string, (cell: string) => Cell<number | string>>;

export type Field = keyof typeof READERS;

/** nvidia-smi's names, those of newer drivers beside the old ones. */
const FIELDS: Readonly<Record<string, Field>> = {
  timestamp: "at",
  index: "index",
  uuid: "uuid",
  gpu_uuid: "uuid",
  "pci.bus_id": "pciBusId",
  gpu_bus_id: "pciBusId",
  name: "name",
  gpu_name: "name",
  driver_version: "driverVersion",
  pstate: "pstate",
  "pcie.link.gen.max": "pcieLinkGenMax",
  "pcie.link.gen.current": "pcieLinkGen",
  "pcie.link.gen.gpucurrent": "pcieLinkGen",
  "temperature.gpu": "temperature",
  "utilization.gpu": "load",
  "utilization.memory": "memoryLoad",
  "memory.total": "memoryTotal",
  "memory.free": "memoryFree",
  "memory.used": "memoryUsed",
};

/** The order of the original's table, for CSV without a header; `index` may be missing. */
const ORIGINAL: readonly Field[] = [
  "at",
  "name",
  "pciBusId",
  "driverVersion",
  "pstate",
  "pcieLinkGenMax",
  "pcieLinkGen",
  "temperature",
  "load",
  "memoryLoad",
  "memoryTotal",
  "memoryFree",
  "memoryUsed",
];

/** What each column holds; undefined for those that mean nothing here. */
export type Columns = readonly (Field | undefined)[];

const HEADING = /^[a-z][a-z0-9_.]*( \[[^\]]*\])?$/i;

/** The columns that a header line names; null when it is none. */
export function columnsOf(cells: readonly string[]): Columns | null {
  if (!cells.every((cell) => HEADING.test(cell))) return null;
  const names = cells.map((cell) => FIELDS[cell.toLowerCase().replace(/ \[.*/, "")]);
  const columns = names.map((name, index) => (names.indexOf(name) === index ? name : undefined));
  return columns.filter((column) => column !== undefined).length >= 2 ? columns : null;
}

/** The columns of a line under no header; null when it is not in the original's order. */
export function originalColumns(cells: readonly string[]): Columns | null {
  const isTime = (cell: string | undefined) => typeof timeIn(cell ?? "") === "number";
  const columns: Columns | null = isTime(cells[0])
    ? ORIGINAL
    : isTime(cells[1])
      ? ["index", ...ORIGINAL]
      : null;
  if (!columns || cells.length < columns.length) return null;
  return cells.map((_, index) => columns[index]);
}
