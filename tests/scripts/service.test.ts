import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { ended, keepRunning } from "@/scripts/start/service";

/** A process that runs until it is told to stop, or `script`. */
function launch(script = "setInterval(() => {}, 1000)") {
  const process = spawn("node", ["-e", script], { stdio: "ignore" });
  const stop = async () => {
    process.kill();
    await ended(process);
  };
  return { process, stop };
}

test("what ends unexpectedly is started again", async () => {
  const runs: ReturnType<typeof launch>[] = [];
  const service = await keepRunning("example", "example.log", async () => {
    const run = launch();
    runs.push(run);
    return run;
  });
  runs[0]?.process.kill("SIGKILL");
  await vi.waitFor(() => expect(runs).toHaveLength(2), 5_000);
  await service.stop();
  expect(runs[1]?.process.signalCode).toBe("SIGTERM");
});

test("a service that is stopped stays stopped, also while it waits for its next run", async () => {
  let runs = 0;
  const service = await keepRunning("example", "example.log", async () => {
    runs++;
    const run = launch("process.exit(1)");
    await once(run.process, "exit");
    return run;
  });
  await service.stop();
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(runs).toBe(1);
});

test("a first launch that fails is not tried again", async () => {
  const broken = keepRunning("example", "example.log", async () => {
    throw new Error("broken");
  });
  await expect(broken).rejects.toThrow("broken");
});
