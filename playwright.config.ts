/** The browser's part of the tests: the production build, driven as people drive it. */
import { defineConfig } from "@playwright/test";
import { addressOfPortal } from "./tests/e2e/support/address";

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  outputDir: "test-results",
  reporter: "list",
  // One portal and one story: what one test does, another would see.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // The story begins with an empty portal.
  projects: [
    { name: "story", testMatch: "story.spec.ts" },
    { name: "pages", testIgnore: "story.spec.ts" },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: addressOfPortal(),
    locale: "en-GB",
    timezoneId: "Asia/Taipei",
    colorScheme: "light",
    actionTimeout: 10_000,
    trace: "retain-on-failure",
    launchOptions: {
      // Debian's own browser: the tests download none.
      executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking"],
    },
  },
});
