import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled } from "@/scripts/start/install.mjs";
import { takeLock } from "@/scripts/start/lock.mjs";
import { runNode } from "../support/command-line";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-start-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const start = (changes: Record<string, string> = {}, ...options: string[]) =>
  runNode(["scripts/start.mjs", ...options], { changes: { DATA_DIR: dataDir, ...changes } });

test("a second start on one data directory says that one is running", async () => {
  const lock = takeLock(dataDir);
  lock.tell("http://localhost:3000");
  expect(await start()).toEqual({
    code: 1,
    stdout: "",
    stderr: `gpusched already runs on ${dataDir} (process ${process.pid}, at http://localhost:3000).\n`,
  });
});

test("a mistyped option is one line", async () => {
  const { code, stderr } = await start({}, "--dmeo");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Unknown option '--dmeo'.*\n$/);
});

// Where dependencies were installed by hand, a start would first install them anew.
test.runIf(isInstalled())("a wrong setting is one line, and nothing starts", async () => {
  expect(await start({ CLAIM_WINDOW_MINUTES: "soon" })).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^CLAIM_WINDOW_MINUTES=soon must be more than 0 .*\n$/),
  });
  expect(readdirSync(dataDir)).toEqual([]);
});

test.runIf(isInstalled())("a port in use is one line, and nothing starts", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as import("node:net").AddressInfo;
  const { code, stderr } = await start({ PORT: String(port), DATABASE_URL: "" });
  other.close();
  expect(stderr).toBe(`PORT=${port} is in use by another program: stop that one, or set PORT.\n`);
  expect(code).toBe(1);
  expect(readdirSync(dataDir)).toEqual([]);
});
