import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Tests of pure functions and of texts start no server; all others share one PostgreSQL. */
const PURE = [
  "tests/stats/**/*.test.ts",
  "tests/domain/**/*.test.ts",
  "tests/i18n/**/*.test.ts",
  "tests/lint/**/*.test.ts",
];

export default defineConfig({
  resolve: { alias: { "@": root } },
  test: {
    setupFiles: ["tests/support/own-settings.ts"],
    projects: [
      { extends: true, test: { name: "pure", include: PURE } },
      {
        extends: true,
        test: {
          name: "servers",
          include: ["tests/**/*.test.ts"],
          exclude: [...PURE, "tests/e2e/**"],
          globalSetup: "tests/support/global-setup.ts",
          setupFiles: ["tests/support/postgres-per-file.ts"],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
});
