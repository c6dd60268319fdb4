/** A PostgreSQL as `npm start` runs it, in a temporary folder, for one measurement. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { disconnect } from "../../lib/db";
import { migrate } from "../database/migrate";
import { startPostgres } from "../postgres/server";

/** Runs `work` with an empty portal's database, which lib/db then uses. */
export async function withDatabase(work: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-bench-"));
  try {
    const server = await startPostgres({ dataDir });
    try {
      await migrate(server.url);
      Object.assign(process.env, { DATA_DIR: dataDir, DATABASE_URL: server.url });
      await work(dataDir);
    } finally {
      await disconnect();
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}
