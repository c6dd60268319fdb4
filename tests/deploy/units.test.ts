/** The units as systemd itself reads them, which needs no running one. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = "deploy/systemd";
const files = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);
const services = files.filter((file) => file.endsWith(".service"));

const analyze = (...args: string[]) => spawnSync("systemd-analyze", args, { encoding: "utf8" });

test.each(files)("systemd understands every line of %s", (file) => {
  expect(analyze("verify", "--man=no", file)).toMatchObject({ status: 0, stderr: "" });
});

test.each(services)("what %s runs can do little beyond its work", (file) => {
  const { status, stdout } = analyze("security", "--offline=true", "--threshold=20", file);
  expect(status, stdout).toBe(0);
});

test("a stop waits for what the processes finish by themselves within ten seconds", () => {
  for (const name of ["gpusched-web@.service", "gpusched-worker.service"]) {
    const unit = readFileSync(`${FOLDER}/${name}`, "utf8");
    expect(Number(unit.match(/^TimeoutStopSec=(\d+)$/m)?.[1]), name).toBeGreaterThan(10);
    expect(unit, name).toMatch(/^Restart=always$/m);
  }
});
