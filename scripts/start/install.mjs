// @ts-check
/** Installs the dependencies when the lockfile changed. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { step } from "./console.mjs";
import { run } from "./run.mjs";

// Inside node_modules, which `npm ci` empties first: an interrupted install leaves no record.
const RECORD = "node_modules/.installed-for";

/** Whether node_modules is what the lockfile says, for this kind of machine. */
export function isInstalled() {
  return existsSync(RECORD) && readFileSync(RECORD, "utf8") === fingerprint();
}

/**
 * @param {string} logFolder
 * @param {AbortSignal} signal
 */
export async function installDependencies(logFolder, signal) {
  if (isInstalled()) return;
  const wanted = fingerprint();
  const options = {
    logFile: path.join(logFolder, "install.log"),
    failure: "`npm ci` failed; does this machine reach a package registry?",
    signal,
  };
  // The build checks types, whose packages NODE_ENV=production would leave out.
  await step("Installing dependencies", () => run("npm", ["ci", "--include=dev"], options));
  writeFileSync(RECORD, wanted);
}

function fingerprint() {
  const hash = createHash("sha256").update(readFileSync("package-lock.json"));
  return `${hash.digest("hex")} ${process.platform}-${process.arch}`;
}
