/** The database in use, also while the portal does not run. */
import { existsSync } from "node:fs";
import path from "node:path";
import { databaseUrl, settings } from "../../lib/settings";
import { answers } from "../database/reach";
import { startPostgres } from "../postgres/server";
import { Failure } from "../start/failure.mjs";
import { takeLock } from "../start/lock.mjs";

/** Gives `work` the address of the database in use; an embedded one that does not run is started. */
export async function withDatabase<Result>(work: (url: string) => Promise<Result>) {
  if (settings().DATABASE_URL || (await isRunning())) return work(databaseUrl());
  if (!existsSync(path.join(settings().DATA_DIR, "postgres"))) {
    throw new Failure(
      `There is no database yet in ${settings().DATA_DIR}, and DATABASE_URL is not set.`,
    );
  }
  return withOwnDatabase(work);
}

async function isRunning(): Promise<boolean> {
  try {
    return await answers(databaseUrl());
  } catch {
    return false;
  }
}

/**
 * Starts the embedded database for `work` alone, and makes it if there is none.
 * @throws Failure while the portal runs
 */
export async function withOwnDatabase<Result>(
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const dataDir = settings().DATA_DIR;
  const lock = takeLock(dataDir);
  try {
    const server = await startPostgres({ dataDir });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}
