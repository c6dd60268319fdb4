/** Wrong clocks, for processes that a test starts: Debian's libfaketime under them. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Each architecture has a folder of its own. */
function library(): string {
  const found = readdirSync("/usr/lib")
    .map((folder) => path.join("/usr/lib", folder, "faketime", "libfaketime.so.1"))
    .find((file) => existsSync(file));
  if (!found) throw new Error("libfaketime is not installed");
  return found;
}

export type WrongClock = {
  /** What the process needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock of the running process, within a second. */
  readonly jumpTo: (offsetSeconds: number) => void;
  readonly remove: () => void;
};

/**
 * A wall clock that is so many seconds off. As when somebody sets a machine's clock, what a process
 * measures its pauses by goes on evenly.
 */
export function wrongClock(offsetSeconds: number): WrongClock {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-clock-"));
  // PostgreSQL may run as another user.
  chmodSync(folder, 0o755);
  const file = path.join(folder, "offset");
  const jumpTo = (seconds: number) => {
    // At once as a whole: the process reads it at any moment.
    writeFileSync(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`);
    renameSync(`${file}.new`, file);
  };
  jumpTo(offsetSeconds);
  return {
    env: {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
    jumpTo,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
