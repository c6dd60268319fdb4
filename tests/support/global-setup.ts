/** One PostgreSQL for a whole test run: TEST_DATABASE_URL, or an embedded one in a temporary folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "@/scripts/database/migrate";
import { startPostgres } from "@/scripts/postgres/server";
import { createDatabase, dropDatabase } from "./postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a migrated, empty database, from which each test file gets its own copy. */
    templateUrl: string;
  }
}

// Tests' databases need not survive a crash, and are much faster so.
const CARELESS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

const undo: (() => unknown)[] = [];

/** Each project of the run asks for it, one after the other; the first one's serves them all. */
export async function setup({ vitest }: TestProject): Promise<void> {
  const run = vitest.getRootProject();
  if (run.getProvidedContext().templateUrl) return;
  const serverUrl = process.env.TEST_DATABASE_URL || (await startEmbedded());
  const template = await createDatabase(serverUrl);
  undo.push(() => dropDatabase(template));
  await migrate(template);
  run.provide("templateUrl", template);
}

export async function teardown(): Promise<void> {
  for (const step of undo.reverse()) await step();
}

async function startEmbedded(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-test-"));
  undo.push(() => rmSync(dataDir, { recursive: true }));
  const server = await startPostgres({ dataDir, settings: CARELESS });
  undo.push(server.stop);
  return server.url;
}
