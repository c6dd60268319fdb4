import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/**
 * Tests of pure functions and of texts start no server, those of the agent play the portal
 * themselves; all others share one PostgreSQL.
 */
const PURE = [
  ...["domain", "i18n", "lint", "simulator", "stats"].map(
    (folder) => `tests/${folder}/**/*.test.ts`,
  ),
  "tests/model/core.test.ts",
];

/** They ask whether what is due is done within seconds: nothing else may take the machine then. */
const HARM = ["tests/crash/jobs-in-*.test.ts"];

export default defineConfig({
  resolve: { alias: { "@": root } },
  test: {
    setupFiles: ["tests/support/own-settings.ts"],
    // Half of the time they wait: for workers, for a pause, for a server that does not answer.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "pure", include: PURE, testTimeout: 20_000 } },
      {
        extends: true,
        test: {
          name: "agent",
          include: ["tests/agent/**/*.test.ts"],
          // They wait most of the time: many at once, in a group of their own.
          maxConcurrency: 8,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 40_000,
        },
      },
      {
        extends: true,
        test: {
          name: "harm",
          include: HARM,
          globalSetup: "tests/support/global-setup.ts",
          setupFiles: ["tests/support/postgres-per-file.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "servers",
          include: ["tests/**/*.test.ts"],
          exclude: [...PURE, ...HARM, "tests/agent/**", "tests/e2e/**"],
          globalSetup: "tests/support/global-setup.ts",
          setupFiles: ["tests/support/postgres-per-file.ts"],
          testTimeout: 40_000,
          hookTimeout: 40_000,
        },
      },
    ],
  },
});
