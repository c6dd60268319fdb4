import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { eventually, story, TOKEN, terminate } from "./story";

const COLUMNS =
  "timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, " +
  "pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], " +
  "memory.total [MiB], memory.free [MiB], memory.used [MiB]";

story("sends what nvidia-smi prints, each report readable by itself", async (scene) => {
  const agent = scene.run();
  const { portal } = scene;
  await eventually(() => expect(portal.reports.length).toBeGreaterThan(3));
  for (const { lines, headers } of portal.reports) {
    expect(lines.slice(0, 2)).toEqual([COLUMNS, "# agent: 1"]);
    expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(headers["content-type"]).toBe("text/csv");
    expect(Math.abs(Number(headers["x-agent-time"]) - Date.now() / 1000)).toBeLessThan(60);
  }
  expect(portal.taken).toContain("# cuda: 13.1");
  const [sample = ""] = portal.samples;
  expect(sample).toMatch(/, 0, GPU-8f6c1d3e-0000-4000-8000-000000000000, NVIDIA H100 80GB HBM3, /);
  // In UTC, although the agent's own zone is another one.
  const time = sample.slice(0, 23).replaceAll("/", "-").replace(" ", "T");
  expect(Math.abs(Date.parse(`${time}Z`) - Date.now())).toBeLessThan(60_000);
  expect(agent.said()).toBe(`gpusched-agent: sending to ${portal.url} every 1 s\n`);
  expect(await terminate(agent)).toBe(0);
  scene.expectAllSamples();
});

story("sends the compute processes with their users", async (scene) => {
  scene.nvidiaSmi.runProcesses([process.pid, 4_000_000]);
  scene.run();
  const { portal } = scene;
  const header = "gpu_uuid, pid, used_gpu_memory [MiB], user";
  const uuid = "GPU-8f6c1d3e-0000-4000-8000-000000000000";
  await eventually(() => {
    const { taken } = portal;
    const start = taken.findIndex((line) => /^# processes: \d{4}\/\d\d\/\d\d \d\d:/.test(line));
    expect(taken.slice(start + 1, start + 5)).toEqual([
      header,
      `${uuid}, ${process.pid}, 500 MiB, ${userInfo().username}`,
      `${uuid}, 4000000, 500 MiB, [N/A]`,
      "# samples",
    ]);
  });
  scene.nvidiaSmi.runProcesses([]);
  await eventually(() => expect(portal.taken.join("\n")).toContain(`${header}\n# samples`));
});

story("takes the token from a file, a new one at once, and shows none to `ps`", async (scene) => {
  const file = path.join(scene.folder, "token");
  writeFileSync(file, `${TOKEN}\n`);
  const { portal } = scene;
  portal.answer = "hang";
  const options = ["--portal", portal.url, "--state-dir", scene.stateDir, "--interval", "1"];
  const args = ["public/agent.sh", "run", "--token-file", file, ...options];
  scene.start(args, { GPUSCHED_TOKEN: "" });
  await eventually(() => expect(portal.reports).toHaveLength(1));
  // curl runs at this moment.
  const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  expect(processes).toContain(`${portal.url}/api/ingest`);
  expect(processes).not.toContain(TOKEN);

  const other = TOKEN.replace("Ab3", "Cd4");
  writeFileSync(file, `${other}\n`);
  portal.answer = 202;
  await eventually(() =>
    expect(portal.reports.at(-1)?.headers.authorization).toBe(`Bearer ${other}`),
  );
});

story("a second one on the same state directory is refused", async (scene) => {
  const first = scene.run();
  await eventually(() => expect(scene.portal.count(202)).toBeGreaterThan(0));
  const second = scene.run();
  await eventually(() => expect(second.process.exitCode).toBe(1));
  expect(second.said()).toBe(
    `gpusched-agent: an agent already runs on ${scene.stateDir} (process ${first.process.pid})\n`,
  );
  expect(first.process.exitCode).toBe(null);
});

story("says in one line what is wrong with its options", async (scene) => {
  const run = async (...args: string[]) => {
    const { code, said } = await scene.finish(["public/agent.sh", ...args]);
    expect(code).toBe(1);
    return said.replace("gpusched-agent: ", "");
  };
  const portal = ["run", "--portal", scene.portal.url];
  expect(await run("run")).toMatch(/^--portal must be the portal's address, such as /);
  expect(await run("run", "--portal", "https://a.example/b")).toBe(
    "--portal https://a.example/b must be an address without a path\n",
  );
  expect(await run(...portal, "--interval", "0")).toMatch(/^--interval 0 must be a whole number/);
  expect(await run(...portal, "--interval", "61")).toMatch(/ from 1 to 60\n$/);
  expect(await run(...portal, "--interval")).toBe("--interval needs a value\n");
  expect(await run(...portal, "--fast")).toMatch(/^there is no option --fast/);
  expect(await run(...portal, "--token-file", "/dev/null")).toMatch(/^\/dev\/null holds no token/);
  const without = await scene.finish(["public/agent.sh", ...portal], { GPUSCHED_TOKEN: "" });
  expect(without.said).toMatch(/no token: set GPUSCHED_TOKEN/);
  const wrong = await scene.finish(["public/agent.sh", ...portal], { GPUSCHED_TOKEN: "x" });
  expect(wrong.said).toMatch(/this is no token of the portal/);
  const noCurl = await scene.finish(["public/agent.sh", ...portal], { PATH: "/nowhere" });
  expect(noCurl.said).toMatch(/curl is missing/);
});
