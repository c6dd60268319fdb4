/** `npm run restore -- FILE`: brings a backup back; docs/backup.md. */
import { parseArgs } from "node:util";
import { settings } from "../lib/settings";
import { ask } from "./ask";
import { withOwnDatabase } from "./backup/database";
import { readWhole } from "./backup/manifest";
import { whenAskedToStop } from "./backup/stop";
import { summary, wholeSummary } from "./backup/summary";
import { command } from "./command";
import { migrate } from "./database/migrate";
import { addressOf, dropAside, dropBeside, makeBeside, swap } from "./restore/beside";
import { fill, readerOf, type Source } from "./restore/fill";
import { lookAt, type Target } from "./restore/target";
import { say, step } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

const USAGE = "Usage: npm run restore -- FILE [--replace [--yes]], or --drop DATABASE";

type Wishes = { replace: boolean; yes: boolean };

async function bringBack(url: string, source: Source, wishes: Wishes, signal: AbortSignal) {
  const target = await lookAt(url);
  if (target.isEmpty) return fillAndMigrate(url, source, signal);
  await requireConsent(target, wishes);
  const now = new Date();
  const beside = await makeBeside(url, target.name, now);
  try {
    await fillAndMigrate(addressOf(url, beside), source, signal);
    signal.throwIfAborted();
    const aside = await swap(url, target.name, beside, now);
    say(`What was there before is kept as database ${aside}.`);
    say(`To drop it: npm run restore -- --drop ${aside}`);
  } catch (error) {
    await dropBeside(url, beside).catch(() => undefined);
    throw error;
  }
}

async function fillAndMigrate(url: string, source: Source, signal: AbortSignal): Promise<void> {
  await step("Bringing it back", () => fill(url, source, signal));
  const applied = await migrate(url);
  if (applied.length > 0) say(`Applied ${applied.join(", ")}.`);
}

/** @throws Failure unless whoever is there wants the database to be replaced */
async function requireConsent({ name, rows }: Target, { replace, yes }: Wishes): Promise<void> {
  if (!replace) {
    throw new Failure(
      `The database ${name} is not empty (${summary(rows)}): add --replace to put the backup in its place.`,
    );
  }
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new Failure("--replace asks first; where nobody answers, add --yes.");
  const answer = await ask(`This replaces ${summary(rows)}. Go on? (yes/no)`, false);
  if (answer.trim().toLowerCase() !== "yes") throw new Failure("Nothing was done.");
}

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
    throw signal.aborted ? new Failure("Stopped. Nothing was changed.") : error;
  }
});
