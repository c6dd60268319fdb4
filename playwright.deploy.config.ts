/** The portal as it is deployed: the real nginx in front of it, and the install script. */
import { defineConfig } from "@playwright/test";
import browser from "./playwright.config";

export default defineConfig({
  ...browser,
  testDir: "tests",
  globalSetup: undefined,
  projects: [{ name: "install", testMatch: "deploy/install.spec.ts" }],
});
