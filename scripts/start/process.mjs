// @ts-check
/** What the system knows about another process. Uses Node's own modules only. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process started, in a form that differs when its number has gone to another process.
 * Undefined when it has ended; a zombie has.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startMark(pid) {
  if (process.platform !== "linux") return ps(pid, "lstart");
  // The second field is the program's name in brackets, which may itself contain brackets.
  const [state, ...fields] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  if (!state || "ZX".includes(state)) return undefined;
  const boot = read("/proc/sys/kernel/random/boot_id").trim();
  return `${boot} ${fields[18]}`;
}

/**
 * The command line of a running process, arguments parted by spaces; "" when it has ended.
 * @param {number} pid
 * @returns {string}
 */
export function commandLine(pid) {
  if (process.platform !== "linux") return ps(pid, "command") ?? "";
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * @param {number} pid
 * @param {string} column
 * @returns {string | undefined}
 */
function ps(pid, column) {
  try {
    const columns = ["-ww", "-p", String(pid), "-o", `${column}=`];
    return execFileSync("ps", columns, { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}
