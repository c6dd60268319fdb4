// @ts-check
/** What `npm start` and `npm test` say: a line per step, colours on a terminal only. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const coloured = process.stdout.isTTY && !process.env.NO_COLOR;

/** @param {number} code */
const paint = (code) => (/** @type {string} */ text) =>
  coloured ? `\x1b[${code}m${text}\x1b[0m` : text;

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);

// A reader or terminal that goes away must not take the portal with it, nor keep it from stopping.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

/** @param {string} [line] */
export function say(line = "") {
  process.stdout.write(`${line}\n`);
}

/**
 * Does something that takes time, and says so on one line.
 * @template Result
 * @param {string} label
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(label, work) {
  process.stdout.write(`${label} … `);
  const start = performance.now();
  try {
    const result = await work();
    say(`${green("done")} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
    return result;
  } catch (error) {
    const isStopped = error instanceof Error && error.name === "AbortError";
    say(isStopped ? "stopped" : red("failed"));
    throw error;
  }
}

/**
 * Says why it does not go on: one line, and the end of the log that tells more. What nobody
 * expected is shown whole.
 * @param {unknown} error
 */
export function sayFailure(error) {
  if (!(error instanceof Error) || !isExpected(error)) {
    console.error(error);
    return;
  }
  const logFile = Reflect.get(error, "logFile");
  if (logFile) console.error(dim(lastLines(logFile)));
  console.error(red(error.message));
  if (logFile) console.error(`The whole log: ${logFile}`);
}

/** @param {Error} error */
function isExpected(error) {
  // Whoever mistypes an option is told so by Node.
  const isWrongOption = String(Reflect.get(error, "code")).startsWith("ERR_PARSE_ARGS");
  return isWrongOption || error.name === "Failure" || error.name === "SettingsError";
}

/** @param {string} file */
function lastLines(file) {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-20);
  return lines.map((line) => `  ${line}`).join("\n");
}
