/** `npm run restore -- FILE`: brings a backup back; docs/backup.md. */
import { parseArgs } from "node:util";
import { settings } from "../lib/settings";
import { withOwnDatabase } from "./backup/database";
import { readWhole } from "./backup/manifest";
import { whenAskedToStop } from "./backup/stop";
import { wholeSummary } from "./backup/summary";
import { command } from "./command";
import { refused } from "./database/reach";
import { dropAside } from "./restore/beside";
import { bringBack } from "./restore/bring-back";
import { readerOf } from "./restore/fill";
import { say } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

const USAGE = "Usage: npm run restore -- FILE [--replace [--yes]], or --drop DATABASE";

/** Runs `work` on the database in use, of which nobody else must be in the midst. */
const withTarget = (work: (url: string) => Promise<void>): Promise<void> => {
  const { DATABASE_URL } = settings();
  return DATABASE_URL ? work(DATABASE_URL) : withOwnDatabase(work);
};

command(async () => {
  const flag = { type: "boolean", default: false } as const;
  const options = { replace: flag, yes: flag, drop: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { drop } = values;
  const [file, ...more] = positionals;
  if ((file === undefined) === (drop === undefined) || more.length > 0) throw new Failure(USAGE);
  if (drop !== undefined) return withTarget((url) => dropAside(url, drop));
  if (file === undefined) return;
  const signal = whenAskedToStop();
  const source = { file, manifest: await readWhole(file) };
  readerOf(source);
  const { portal, takenAt, rows } = source.manifest;
  say(`${portal}, ${takenAt}: ${wholeSummary(rows)}`);
  try {
    await withTarget((url) => bringBack(url, source, values, signal));
  } catch (error) {
    throw signal.aborted ? new Failure("Stopped. Nothing was changed.") : refused(error);
  }
});
