// @ts-check
/** The programs that tests use beside Node: as root on Debian they are installed. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { step } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";
import { run } from "../start/run.mjs";

/** Debian's package, and a command that succeeds when it is there. */
const PACKAGES = {
  chromium: "chromium --version",
  "chromium-headless-shell": "command -v chromium-headless-shell",
  "redis-server": "redis-server --version",
  "mariadb-server": "mariadbd --version",
  nginx: "nginx -v",
  openssl: "openssl version",
  postgresql: "pg_lsclusters",
  iproute2: "ip -V",
  systemd: "systemd-analyze --version",
  shellcheck: "shellcheck --version",
  curl: "curl --version",
  libfaketime: "ls /usr/lib/*/faketime/libfaketime.so.1",
  procps: "ps --version",
  fontconfig: "fc-list --version",
  "fonts-noto-cjk": "fc-list :lang=zh-tw | grep -q .",
};

const ATTEMPTS = 3;

/**
 * Installs what is missing, or says what it is.
 * @param {string} logFile
 */
export async function installSystemPackages(logFile) {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Failure(
      `The tests need programs that are not here. On Debian: apt-get install ${missing.join(" ")}`,
    );
  }
  await step(`Installing ${missing.join(", ")}`, () => install(missing, logFile));
}

function missingPackages() {
  return Object.entries(PACKAGES)
    .filter(([, command]) => spawnSync("sh", ["-c", command], { stdio: "ignore" }).status !== 0)
    .map(([name]) => name);
}

/**
 * Tries again when it fails: on a new machine something else may hold apt's locks.
 * @param {string[]} packages
 * @param {string} logFile
 */
async function install(packages, logFile) {
  process.env.DEBIAN_FRONTEND = "noninteractive";
  const signal = new AbortController().signal;
  const options = { logFile, failure: "apt-get failed.", signal };
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  for (let attempt = 1; ; attempt++) {
    try {
      await run("apt-get", [...wait, "update"], options);
      return await run(
        "apt-get",
        [...wait, "install", "-y", "--no-install-recommends", ...packages],
        options,
      );
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(20_000);
    }
  }
}
