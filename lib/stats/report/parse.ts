/**
 * Reads a report: nvidia-smi's CSV in whatever columns, with directives of the agent between its
 * lines. A line that cannot be read is counted and costs no other.
 */
import type { Fault } from "@/lib/domain/health";
import type { Instant } from "@/lib/domain/words";
import { faultIn } from "./cells";
import { type Columns, columnsOf, type Field, originalColumns, READERS } from "./columns";
import { Problems, printable } from "./problems";
import { isProcessHeader, type Process, processIn } from "./processes";

/** One line about a card. A field is null where nothing is told. */
export type Line = {
  readonly [Each in Field]: Exclude<ReturnType<(typeof READERS)[Each]>, undefined>;
} & { readonly fault: Fault | null };

export type Report = {
  readonly lines: readonly Line[];
  /** Who computed on the server's cards, and when that was looked up; null: the report says nothing. */
  readonly processes: { readonly at: Instant | null; readonly list: readonly Process[] } | null;
  /** Why nvidia-smi tells nothing, in its own words. */
  readonly error: string | null;
  readonly cudaVersion: string | null;
  readonly problems: Problems;
};

/** What the database has room for. */
const LONGEST_ERROR = 500;
/** With every column that there is, nvidia-smi writes lines half as long. */
const LONGEST_LINE = 8_192;

const NOTHING = Object.fromEntries(Object.keys(READERS).map((field) => [field, null]));

/** The line that these cells make; null when one of them is nonsense. */
function lineOf(cells: readonly string[], columns: Columns): Line | null {
  const line: Record<string, number | string | null> = { ...NOTHING, fault: null };
  for (const [index, cell] of cells.entries()) {
    line.fault ??= faultIn(cell);
    const field = columns[index];
    if (!field) continue;
    const value = READERS[field](cell);
    if (value === undefined) return null;
    line[field] = value;
  }
  return line as Line;
}

/**
 * Whether the end of a report that does not end with a line end was cut off inside a number. Total,
 * free and used memory nearly add up; what the driver keeps for itself is less than a tenth.
 */
function isCutOff({ memoryTotal: total, memoryFree: free, memoryUsed: used }: Line): boolean {
  if (total === null || free === null || used === null) return false;
  const kept = total - free - used;
  return kept < -1 || kept > total / 10 + 1_024;
}

/** The slices of a card that is cut up (MIG); the card has a line of its own. */
const isSlice = (text: string): boolean => /(^|,)\s*MIG[- ]/i.test(text);

class Reader {
  readonly problems = new Problems();
  readonly lines: Line[] = [];
  processes: { at: Instant | null; list: Process[] } | null = null;
  error: string | null = null;
  cudaVersion: string | null = null;
  #header: Columns | null = null;
  #isInProcesses = false;

  /** @param isEnd nothing follows, not even the end of the line */
  read(text: string, isEnd: boolean): void {
    if (text.length > LONGEST_LINE) {
      this.problems.add("unreadable", text);
      return;
    }
    const cells = text.split(",").map((cell) => cell.trim());
    if (text.startsWith("#")) this.#readDirective(text);
    else if (this.#isInProcesses) this.#readProcess(cells, text);
    else this.#readSample(cells, text, isEnd);
  }

  #readDirective(text: string): void {
    const [, key = "", rest = ""] = /^#\s*([a-z-]+)\s*(?::(.*))?$/is.exec(text) ?? [];
    const value = rest.trim();
    this.#isInProcesses = key === "processes";
    if (key === "processes") this.processes = { at: READERS.at(value) ?? null, list: [] };
    if (key === "error" && value) this.error = printable(value, LONGEST_ERROR);
    if (key === "cuda") this.cudaVersion = READERS.name(value.slice(0, 80)) ?? null;
    const count = Number(/^\d{1,9}$/.exec(value)?.[0] ?? 0);
    if (key === "dropped" && count > 0) this.problems.add("dropped", "", count);
  }

  #readProcess(cells: readonly string[], text: string): void {
    if (isProcessHeader(cells)) return;
    const process = processIn(cells);
    if (process) this.processes?.list.push(process);
    else if (!isSlice(text)) this.problems.add("unreadable", text);
  }

  #readSample(cells: readonly string[], text: string, isEnd: boolean): void {
    const heading = columnsOf(cells);
    if (heading) this.#header = heading;
    if (heading || isSlice(text)) return;
    const columns = this.#header ?? originalColumns(cells);
    const line = columns?.length === cells.length ? lineOf(cells, columns) : null;
    if (!line || (isEnd && isCutOff(line))) this.problems.add("unreadable", text);
    else if (line.uuid === null && line.pciBusId === null && line.index === null) {
      this.problems.add("no-card", text);
    } else this.lines.push(line);
  }
}

/** Reads a report; whatever it holds, this does not throw. */
export function parseReport(body: string): Report {
  const reader = new Reader();
  const texts = body.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const [index, raw] of texts.entries()) {
    const text = raw.trim();
    if (text !== "") reader.read(text, index === texts.length - 1);
  }
  return reader;
}
