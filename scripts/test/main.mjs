// @ts-check
/** Everything that can say whether the portal works, on a machine that has only Node and npm. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bold, green, red, say, sayFailure } from "../start/console.mjs";
import { installDependencies } from "../start/install.mjs";
import { countPlaywright, countVitest } from "./counts.mjs";
import { installSystemPackages } from "./system-packages.mjs";

const RESULTS = "test-results";
const VITEST = path.join(RESULTS, "vitest.json");
/** What Playwright runs, and where it reports. The story is played once: through nginx. */
const BROWSER_RUNS = [
  {
    name: "Tests in a browser",
    args: ["--project=pages", "--project=statements", "--project=clocks"],
    report: "playwright.json",
  },
  {
    name: "Tests of the deployed portal",
    args: ["--config=playwright.deploy.config.ts"],
    report: "playwright-deploy.json",
  },
];
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
    await installSystemPackages(path.join(RESULTS, "apt.log"));
    process.exitCode = runEverything() ? 0 : 1;
  } catch (error) {
    sayFailure(error);
    process.exitCode = 1;
  }
}

/** Goes on after a failure where the rest can still tell something. */
function runEverything() {
  /** @type {string[]} */
  const failed = [];
  /** @type {(name: string, command: string, ...args: string[]) => boolean} */
  const check = (name, command, ...args) => {
    say(bold(`\n${name}`));
    const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0) failed.push(name);
    return status === 0;
  };

  check("Generated code", process.execPath, "scripts/generate.mjs");
  check("Types of routes", bin("next"), "typegen");
  check("Types", bin("tsc"), "--noEmit", "--project", ".");
  check("Lint", bin("biome"), "ci");
  check("Shell scripts", "shellcheck", "--external-sources", ...SHELL_SCRIPTS);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST}`];
  check("Tests", bin("vitest"), "run", ...reporters);
  // Counted at once, because Playwright empties the folder.
  const counts = [countVitest(VITEST)];
  if (check("Production build", bin("tsx"), "scripts/build.ts")) {
    for (const { name, args, report } of BROWSER_RUNS) {
      process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = path.resolve(RESULTS, report);
      check(name, bin("playwright"), "test", ...args, "--reporter=list,json");
      counts.push(countPlaywright(path.join(RESULTS, report)));
    }
  }

  say(failed.length > 0 ? red(`\nFailed: ${failed.join(", ")}`) : green("\nAll is well"));
  say(`${sum(counts, "passed")} passed, ${sum(counts, "failed")} failed`);
  return failed.length === 0;
}

/** @type {(counts: import("./counts.mjs").Count[], key: "passed" | "failed") => number} */
const sum = (counts, key) => counts.reduce((total, count) => total + count[key], 0);

/** @param {string} name */
const bin = (name) => path.join("node_modules", ".bin", name);
