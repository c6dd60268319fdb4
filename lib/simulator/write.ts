/** Writes what became of each row as CSV, in a file that is there whole or not at all. */
import {
  closeSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import type { Moment } from "./moment";
import type { Form } from "./stamp";
import type { Outcome } from "./workload";

const HEADER = "row,status,notified,started,ended\n";
/** Lines that are written at once. */
const LINES = 8_192;

/** None of this needs quotes: instants are written by our own forms. */
function lineOf({ status, notified, started, ended }: Outcome, row: number, form: Form): string {
  const shown = (moment: Moment | null) => (moment ? form(moment) : "");
  return `${row},${status},${shown(notified)},${shown(started)},${shown(ended)}\n`;
}

/** The file as CSV, in pieces. */
export function* csvOf(outcomes: readonly Outcome[], forms: readonly Form[]): Generator<string> {
  let piece = HEADER;
  for (const [index, outcome] of outcomes.entries()) {
    piece += lineOf(outcome, index + 1, forms[index] as Form);
    if ((index + 1) % LINES === 0) {
      yield piece;
      piece = "";
    }
  }
  yield piece;
}

function writeAll(file: string, pieces: Iterable<string>): void {
  const open = openSync(file, "w");
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let written = 0; written < bytes.length; ) written += writeSync(open, bytes, written);
    }
  } finally {
    closeSync(open);
  }
}

/** Where a file is, whatever links lead to it, and whether another could take its place. */
function placeOf(file: string): { path: string; isReplaceable: boolean } {
  try {
    const path = realpathSync(file);
    return { path, isReplaceable: statSync(path).isFile() };
  } catch {
    return { path: file, isReplaceable: true };
  }
}

/** Writes a file beside its place and moves it there once it is whole; a pipe or terminal at once. */
export function writeWhole(file: string, pieces: Iterable<string>): void {
  const { path, isReplaceable } = placeOf(file);
  if (!isReplaceable) {
    writeAll(path, pieces);
    return;
  }
  const beside = `${path}.${process.pid}.part`;
  try {
    writeAll(beside, pieces);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
