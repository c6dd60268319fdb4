/** The database in use, also while the portal does not run. */
import { rmSync } from "node:fs";
import { databaseUrl, settings } from "../../lib/settings";
import { answers } from "../database/reach";
import { clusterOf, hasCluster } from "../postgres/cluster";
import { startPostgres } from "../postgres/server";
import { Failure } from "../start/failure.mjs";
import { takeLock } from "../start/lock.mjs";

/** Gives `work` the address of the database in use; an embedded one that does not run is started. */
export async function withDatabase<Result>(work: (url: string) => Promise<Result>) {
  if (settings().DATABASE_URL || (await isRunning())) return work(databaseUrl());
  if (!hasCluster(settings().DATA_DIR)) {
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
  const isNew = !hasCluster(dataDir);
  try {
    return await onServer(dataDir, work);
  } catch (error) {
    // An empty database that stays behind would be served by the next start.
    if (isNew) rmSync(clusterOf(dataDir), { recursive: true, force: true });
    throw error;
  } finally {
    lock.release();
  }
}

async function onServer<Result>(dataDir: string, work: (url: string) => Promise<Result>) {
  const server = await startPostgres({ dataDir });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
