// @ts-check
/** One `npm start` per data directory: a file there names the process that serves it. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { startMark } from "./process.mjs";

/**
 * `mark` tells the process from a later one that got its number.
 * @typedef {{ pid: number, mark: string | undefined, address?: string }} Holder
 * @typedef {object} Lock
 * @property {boolean} recovered the one before was killed
 * @property {(address: string) => void} tell puts the portal's address into it
 * @property {() => void} release
 */

/**
 * Takes the lock of a data directory, which is made when it is missing. A lock whose process was
 * killed is taken over.
 * @param {string} dataDir
 * @returns {Lock}
 */
export function takeLock(dataDir) {
  const file = path.join(dataDir, "lock");
  const aside = `${file}.${process.pid}`;
  const ours = { pid: process.pid, mark: startMark(process.pid) };
  prepare(dataDir, aside, ours);
  let recovered = false;
  try {
    // A link appears at once and with its content, and fails where there is one.
    while (!unlessExists(() => linkSync(aside, file))) {
      const text = readIfThere(file);
      if (text === undefined) continue;
      refuseIfRunning(text, dataDir);
      recovered = removeStale(file, text) || recovered;
    }
  } finally {
    rmSync(aside);
  }
  return {
    recovered,
    tell: (address) => {
      writeFileSync(aside, JSON.stringify({ ...ours, address }), { mode: 0o600 });
      renameSync(aside, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/**
 * @param {string} dataDir
 * @param {string} aside
 * @param {Holder} ours
 */
function prepare(dataDir, aside, ours) {
  try {
    // Others may pass through, but not look around: where root may not use a user namespace, the
    // database below runs as another user.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    writeFileSync(aside, JSON.stringify(ours), { mode: 0o600 });
  } catch (error) {
    throw new Failure(`DATA_DIR cannot be used: ${error instanceof Error && error.message}`);
  }
}

/**
 * @param {string} text the lock's content; one that a power cut left empty belongs to nobody
 * @param {string} dataDir
 */
function refuseIfRunning(text, dataDir) {
  /** @type {Holder} */
  const { pid, mark, address } = JSON.parse(text || "{}");
  if (!pid || !mark || startMark(pid) !== mark) return;
  const where = address ? `, at ${address}` : "";
  throw new Failure(`gpusched already runs on ${dataDir} (process ${pid}${where}).`);
}

/**
 * Removes a lock, unless another start has taken it over since it was found stale.
 * @param {string} file
 * @param {string} stale
 */
function removeStale(file, stale) {
  const removed = `${file}.stale.${process.pid}`;
  if (!unlessMissing(() => renameSync(file, removed))) return false;
  const isStale = readFileSync(removed, "utf8") === stale;
  if (!isStale) unlessExists(() => linkSync(removed, file));
  rmSync(removed);
  return isStale;
}

/** @param {string} file */
function readIfThere(file) {
  let text;
  unlessMissing(() => {
    text = readFileSync(file, "utf8");
  });
  return text;
}

const unlessExists = unless("EEXIST");
const unlessMissing = unless("ENOENT");

/**
 * Makes a function that does something with a file, and says false where `code` prevented it.
 * @param {string} code
 */
function unless(code) {
  return (/** @type {() => void} */ work) => {
    try {
      work();
      return true;
    } catch (error) {
      if (Reflect.get(Object(error), "code") === code) return false;
      throw error;
    }
  };
}
