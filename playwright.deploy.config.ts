/** The portal as it is deployed: behind the real nginx, and put there by the install script. */
import { defineConfig } from "@playwright/test";
import browser from "./playwright.config";

// Read by the global setup.
process.env.E2E_BEHIND_NGINX = "1";

export default defineConfig({
  ...browser,
  testDir: "tests",
  outputDir: "test-results/deployed",
  projects: [
    // The story begins with an empty portal.
    { name: "story", testMatch: "e2e/story.spec.ts" },
    { name: "behind nginx", testMatch: "deploy/behind-nginx.spec.ts" },
    { name: "install", testMatch: "deploy/install.spec.ts" },
  ],
  use: {
    ...browser.use,
    // Its certificate is made for the test.
    ignoreHTTPSErrors: true,
    // Unknown while the configuration is first read.
    proxy: process.env.E2E_PROXY ? { server: process.env.E2E_PROXY } : undefined,
  },
});
