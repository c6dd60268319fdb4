/** Writes what became of each row as CSV, in a file that is there whole or not at all. */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { Form } from "./form";
import type { Moment } from "./moment";
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

/** Where a file is, whatever links lead to it, also where nothing is yet. */
function placeOf(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? placeOf(path.resolve(path.dirname(file), readlinkSync(file))) : file;
}

/** @throws an error of the file system where no output could be written, before anything is played */
export function checkPlace(file: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // A folder's own refusal: it can be written to, but not as a file.
  if (there?.isDirectory()) closeSync(openSync(file, "r+"));
  const isFile = !there || there.isFile();
  accessSync(isFile ? path.join(path.dirname(placeOf(file)), "/") : file, constants.W_OK);
}

/** Writes a file beside its place and moves it there once it is whole; a pipe or terminal at once. */
export function writeWhole(file: string, pieces: Iterable<string>): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there && !there.isFile()) {
    writeAll(file, pieces);
    return;
  }
  const place = placeOf(file);
  const beside = `${place}.${process.pid}.part`;
  try {
    writeAll(beside, pieces);
    renameSync(beside, place);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
