/** The embedded database as a service of the portal. */
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newestBackup, usualFolder } from "../backup/folder";
import { hasCluster } from "../postgres/cluster";
import { missingMount } from "../postgres/mounts";
import { startPostgres } from "../postgres/server";
import { step } from "./console.mjs";
import { Failure } from "./failure.mjs";
import { keepRunning, type Service } from "./service";

/** Runs PostgreSQL; while it runs, `dataDir`/database-url says how to reach it. */
export async function startDatabase(dataDir: string): Promise<Service> {
  refuseToBeginAnew(dataDir);
  const addressFile = path.join(dataDir, "database-url");
  const logFile = path.join(dataDir, "logs", "postgres.log");
  async function launch() {
    const server = await startPostgres({ dataDir });
    writeFileSync(addressFile, `${server.url}\n`, { mode: 0o600 });
    return server;
  }
  const service = await step("Starting PostgreSQL", () => keepRunning("database", logFile, launch));
  return {
    broken: service.broken,
    stop: async () => {
      await service.stop();
      rmSync(addressFile, { force: true });
    },
  };
}

/** Where there are backups, or a disk is missing, there were people: an empty portal is not what they expect. */
function refuseToBeginAnew(dataDir: string): void {
  if (hasCluster(dataDir)) return;
  const place = missingMount(realpathSync(dataDir));
  if (place) {
    throw new Failure(
      `There is no database in ${dataDir}, and ${place}, where /etc/fstab has a disk, is not mounted: mount it.`,
    );
  }
  const newest = newestBackup(dataDir);
  if (!newest) return;
  throw new Failure(
    `There is no database in ${dataDir}, but backups of one: npm run restore -- ${newest} brings it ` +
      `back. To begin with an empty one, move ${usualFolder(dataDir)} away.`,
  );
}
