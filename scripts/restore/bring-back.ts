/** A backup becomes the portal's database. */
import { ask } from "../ask";
import { summary } from "../backup/summary";
import { migrate } from "../database/migrate";
import { say, step } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";
import { addressOf, dropBeside, makeBeside, swap } from "./beside";
import { fill, type Source } from "./fill";
import { lookAt, type Target } from "./target";

export type Wishes = {
  /** Puts it in the place of a database that is not empty. */
  replace: boolean;
  /** Does so without asking. */
  yes: boolean;
};

/**
 * Brings a backup into the database of `url`, and that up to date. Where there is something already,
 * a new database takes its place, and the old one stays under another name.
 * @throws Failure, and then the database is as it was
 */
export async function bringBack(url: string, source: Source, wishes: Wishes, signal: AbortSignal) {
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
