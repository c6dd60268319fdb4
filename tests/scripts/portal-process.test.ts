import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { type Program, spawnWeb } from "@/scripts/start/portal-process";

test("a stop does not wait for a web server that takes connections and answers nothing", async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "gpusched-web-"));
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const stop = new AbortController();
  silent.once("connection", () => stop.abort());
  const args = ["-e", "setInterval(() => undefined, 1000)"];
  const web: Program = { args, mode: "production", logFile: path.join(dir, "web.log") };
  const start = Date.now();
  await expect(spawnWeb(web, "127.0.0.1", port, stop.signal)).rejects.toThrow(/abort/);
  expect(Date.now() - start).toBeLessThan(5_000);
  silent.close();
  rmSync(dir, { recursive: true });
});
