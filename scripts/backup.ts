/** `npm run backup -- --to DIR --keep N`: keeps the database in a file; docs/backup.md. */
import path from "node:path";
import { parseArgs } from "node:util";
import { portalUrl, settings } from "../lib/settings";
import { withDatabase } from "./backup/database";
import { prepareFolder, prune, removeForgotten, usualFolder } from "./backup/folder";
import { type Backup, makeBackup } from "./backup/make";
import { whenAskedToStop } from "./backup/stop";
import { wholeSummary } from "./backup/summary";
import { command } from "./command";
import { refused } from "./database/reach";
import { say } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

function wishes() {
  const options = { to: { type: "string" }, keep: { type: "string" } } as const;
  const { to, keep } = parseArgs({ options }).values;
  if (keep !== undefined && !/^[1-9]\d{0,5}$/.test(keep)) {
    throw new Failure(`--keep ${keep}: say how many backups to keep, 1 or more.`);
  }
  const folder = to ? path.resolve(to) : usualFolder(settings().DATA_DIR);
  return { folder, keep: keep === undefined ? undefined : Number(keep) };
}

function report({ file, size, rows, left }: Backup): void {
  say(`${file} (${(size / 1_048_576).toFixed(1)} MiB): ${wholeSummary(rows)}`);
  if (left.length > 0) {
    say(`Not in it, since the portal did not make them: ${left.join(", ")}`);
  }
}

command(async () => {
  const { folder, keep } = wishes();
  const signal = whenAskedToStop();
  const portal = portalUrl();
  prepareFolder(folder);
  removeForgotten(folder);
  let made: Backup;
  try {
    made = await withDatabase((url) => makeBackup({ url, folder, portal, signal }));
  } catch (error) {
    throw signal.aborted ? new Failure("Stopped. No backup was made.") : refused(error);
  }
  report(made);
  if (keep === undefined) return;
  for (const file of await prune(folder, portal, keep, made.file)) say(`Removed ${file}`);
});
