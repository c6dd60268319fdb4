// @ts-check
/** Everything that can say whether the portal works, on a machine that has only Node and npm. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bold, green, red, say, sayFailure } from "../start/console.mjs";
import { installDependencies } from "../start/install.mjs";
import { countPlaywright, countVitest } from "./counts.mjs";
import { installSystemPackages } from "./system-packages.mjs";

const RESULTS = "test-results";
/** @type {(name: string) => string} */
const result = (name) => path.join(RESULTS, name);
const VITEST = result("vitest.json");
/** What Playwright runs, and where it reports. The story is played once: through nginx. */
const BROWSER = {
  name: "Tests in a browser",
  args: ["--project=pages", "--project=statements", "--project=clocks"],
  report: result("playwright.json"),
};
const LOOKS = {
  name: "Tests of every page",
  args: ["--project=looks", `--output=${result("looks")}`],
  report: result("playwright-looks.json"),
};
const DEPLOYED = {
  name: "Tests of the deployed portal",
  args: ["--config=playwright.deploy.config.ts"],
  report: result("playwright-deploy.json"),
};
const SHELL_SCRIPTS = [
  ".ci/run",
  "public/agent.sh",
  "tests/support/nvidia-smi.sh",
  "deploy/install.sh",
  "tests/deploy/machine.sh",
  ...["systemctl", "journalctl", "npm"].map((stub) => `tests/deploy/stubs/${stub}`),
];

/** Sets the exit code: 0 when everything passed. */
export async function main() {
  process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
  rmSync(RESULTS, { recursive: true, force: true });
  try {
    await installDependencies(RESULTS, new AbortController().signal);
    await installSystemPackages(result("apt.log"));
    process.exitCode = (await runEverything()) ? 0 : 1;
  } catch (error) {
    sayFailure(error);
    process.exitCode = 1;
  }
}

/** Goes on after a failure where the rest can still tell something. */
async function runEverything() {
  /** @type {string[]} */
  const failed = [];
  /** @type {Check} */
  const check = async (name, command, args, { env = {}, log = "inherit" } = {}) => {
    if (log === "inherit") say(bold(`\n${name}`));
    const child = spawn(command, args, {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
    const passed = await once(child, "exit").then(
      ([status]) => status === 0,
      () => false,
    );
    if (!passed) failed.push(name);
    return passed;
  };

  await check("Generated code", process.execPath, ["scripts/generate.mjs"]);
  await check("Types of routes", bin("next"), ["typegen"]);
  await check("Types", bin("tsc"), ["--noEmit", "--project", "."]);
  await check("Lint", bin("biome"), ["ci"]);
  await check("Shell scripts", "shellcheck", ["--external-sources", ...SHELL_SCRIPTS]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST}`];
  await check("Tests", bin("vitest"), ["run", ...reporters]);
  const counts = [countVitest(VITEST)];
  if (await check("Production build", bin("tsx"), ["scripts/build.ts"])) {
    // Each has a portal and a database of its own, and mostly waits for pages.
    const inBrowser = beside(check, BROWSER);
    await check(LOOKS.name, ...playwright(LOOKS));
    await check(DEPLOYED.name, ...playwright(DEPLOYED));
    await inBrowser;
    counts.push(...[BROWSER, LOOKS, DEPLOYED].map(({ report }) => countPlaywright(report)));
  }

  say(failed.length > 0 ? red(`\nFailed: ${failed.join(", ")}`) : green("\nAll is well"));
  say(`${sum(counts, "passed")} passed, ${sum(counts, "failed")} failed`);
  return failed.length === 0;
}

/**
 * @typedef {{ env?: Record<string, string>, log?: "inherit" | number }} How
 * @typedef {(name: string, command: string, args: string[], how?: How) => Promise<boolean>} Check
 */

/**
 * Runs beside others, and says what came of it once it is over.
 * @type {(check: Check, run: typeof BROWSER) => Promise<void>}
 */
async function beside(check, run) {
  const file = result("browser.log");
  const log = openSync(file, "w");
  const [command, args, how] = playwright(run);
  await check(run.name, command, args, { ...how, log });
  closeSync(log);
  say(bold(`\n${run.name}`));
  say(readFileSync(file, "utf8"));
}

/** @type {(run: typeof BROWSER) => [string, string[], How]} */
const playwright = ({ args, report }) => [
  bin("playwright"),
  ["test", ...args, "--reporter=list,json"],
  { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path.resolve(report) } },
];

/** @type {(counts: import("./counts.mjs").Count[], key: "passed" | "failed") => number} */
const sum = (counts, key) => counts.reduce((total, count) => total + count[key], 0);

/** @param {string} name */
const bin = (name) => path.join("node_modules", ".bin", name);
