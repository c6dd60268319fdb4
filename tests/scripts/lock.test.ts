import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock } from "@/scripts/start/lock.mjs";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const lockFile = () => path.join(dataDir, "lock");

/** A process that takes the lock and keeps it. */
async function otherHolder() {
  const script = `
    const { takeLock } = await import("./scripts/start/lock.mjs");
    takeLock(process.argv[1]).tell("http://localhost:1234");
    console.log("taken");
    setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "-e", script, dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

test("the second one is told which process runs, and at which address", async () => {
  const holder = await otherHolder();
  try {
    expect(() => takeLock(dataDir)).toThrow(
      `gpusched already runs on ${dataDir} (process ${holder.pid}, at http://localhost:1234).`,
    );
  } finally {
    holder.kill();
  }
});

test("the lock of a killed process is taken over", async () => {
  const holder = await otherHolder();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(takeLock(dataDir).recovered).toBe(true);
});

test("the lock of a process whose number went to another one is taken over", () => {
  takeLock(dataDir).release();
  // This process runs, but it is not the one that wrote this.
  writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, mark: "another start" }));
  expect(takeLock(dataDir).recovered).toBe(true);
});

test("a lock that a power cut left empty is taken over", () => {
  writeFileSync(lockFile(), "");
  expect(takeLock(dataDir).recovered).toBe(true);
});

test("of many that find a stale lock at once, one gets it", async () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: 1, mark: "long ago" }));
  const script = `
    const { takeLock } = await import("./scripts/start/lock.mjs");
    try { takeLock(process.argv[1]); console.log("taken"); } catch { console.log("refused"); }
    process.stdin.resume();`;
  const args = ["--input-type=module", "-e", script, dataDir];
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const answers = await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
  for (const child of children) child.stdin.end();
  await Promise.all(children.map((child) => once(child, "exit")));
  expect(answers.map(String).filter((answer) => answer.includes("taken"))).toHaveLength(1);
});

test("releasing leaves nothing behind", () => {
  const lock = takeLock(dataDir);
  expect(JSON.parse(readFileSync(lockFile(), "utf8"))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(readdirSync(dataDir)).toEqual([]);
});

test("a folder that cannot be made is named in one line", () => {
  writeFileSync(path.join(dataDir, "file"), "");
  expect(() => takeLock(path.join(dataDir, "file", "data"))).toThrow(/^DATA_DIR cannot be used: /);
});
