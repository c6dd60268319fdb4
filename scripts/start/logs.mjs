// @ts-check
/** Logs in DATA_DIR/logs. */
import { mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";

const LARGE = 5 * 1024 * 1024;

/**
 * Opens a log for appending and returns its file descriptor. A large one is first set aside as
 * `.1`, in place of the one before.
 * @param {string} file
 */
export function openLog(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}
