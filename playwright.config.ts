/** The browser's part of the tests: the production build, driven as people drive it. */
import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";
import { addressOfPortal } from "./tests/e2e/support/address";

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  // Playwright empties it at the start.
  outputDir: "test-results/browser",
  reporter: "list",
  // One portal and one story: what one test does, another would see.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // The story begins with an empty portal.
  projects: [
    { name: "story", testMatch: "story.spec.ts" },
    // On a portal of their own, which holds little but what they look at.
    { name: "looks", testMatch: "pages.spec.ts" },
    {
      name: "pages",
      testIgnore: ["story.spec.ts", "pages.spec.ts", "statements.spec.ts", "clocks.spec.ts"],
    },
    // These have databases of their own, which a process chooses once.
    { name: "statements", testMatch: "statements.spec.ts" },
    { name: "clocks", testMatch: "clocks.spec.ts" },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: addressOfPortal(),
    locale: "en-GB",
    timezoneId: "Asia/Taipei",
    colorScheme: "light",
    actionTimeout: 10_000,
    // Pictures of every moment would cost a tenth of the time.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      // The system's own browser, without windows: the tests download none.
      executablePath: execFileSync("sh", ["-c", "command -v chromium-headless-shell"], {
        encoding: "utf8",
      }).trim(),
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
