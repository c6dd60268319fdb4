import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";
import { eventually, killGroup, story, terminate } from "./story";

/** Commands of the processes in a process group, other than a stand-in's `sleep`. */
const inGroup = (pid: number | undefined) =>
  execFileSync("ps", ["-eo", "pgid=,stat=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/ +/))
    .filter(([group, state]) => Number(group) === pid && !state?.startsWith("Z"))
    .map(([, , ...args]) => args.join(" "))
    .filter((args) => !args.startsWith("sleep "));

for (const [signal, behaviour] of [
  ["SIGTERM", "well"],
  ["SIGINT", "stubborn"],
] as const)
  story(`ends soon and with all it started: ${signal}, nvidia-smi ${behaviour}`, async (scene) => {
    const { portal, nvidiaSmi } = scene;
    portal.answer = "hang";
    const agent = scene.run({ AGENT_MINUTE: "60" });
    await eventually(() => expect(portal.reports).toHaveLength(1));
    nvidiaSmi.behave(behaviour);
    await eventually(() => expect(inGroup(agent.process.pid).join()).toContain("curl "));
    const ended = once(agent.process, "exit");
    const start = Date.now();
    agent.process.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(Date.now() - start).toBeLessThan(8_000);
    expect(inGroup(agent.process.pid)).toEqual([]);

    // What it had collected is sent by the next one.
    portal.answer = 202;
    nvidiaSmi.behave("well");
    const missed = nvidiaSmi.printed.length;
    const next = scene.run();
    await eventually(() => expect(portal.samples.length).toBeGreaterThan(missed));
    await terminate(next);
    scene.expectAllSamples();
  });

for (const [name, kill] of [
  ["alone", (pid: number | undefined) => pid && process.kill(pid, "SIGKILL")],
  ["with all it started", killGroup],
] as const)
  story(`loses and doubles nothing when it is killed ${name}`, async (scene) => {
    const { portal, nvidiaSmi } = scene;
    portal.answer = 503;
    for (let round = 0; round < 4; round++) {
      const { process: killed } = scene.run();
      const before = nvidiaSmi.printed.length;
      await eventually(() => expect(nvidiaSmi.printed.length).toBeGreaterThan(before));
      // At another moment of its second each time.
      await new Promise((resolve) => setTimeout(resolve, 800 + 230 * round));
      const ended = once(killed, "exit");
      kill(killed.pid);
      await ended;
    }
    portal.answer = 202;
    const missed = nvidiaSmi.printed.length;
    const last = scene.run();
    await eventually(() => expect(portal.samples.length).toBeGreaterThan(missed));
    await terminate(last);
    scene.expectAllSamples();
  });
