import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { eventually, type Scene, story, terminate } from "./story";

/** Waits until a line has come that fits. */
const told = ({ portal }: Scene, fits: RegExp) =>
  eventually(() => expect(portal.taken).toContainEqual(expect.stringMatching(fits)));

/** Waits until samples come again. */
async function recovers({ portal, nvidiaSmi }: Scene) {
  nvidiaSmi.behave("well");
  const before = portal.samples.length;
  await eventually(() => expect(portal.samples.length).toBeGreaterThan(before + 2));
}

/** The nvidia-smi that this scene's agent keeps running. */
function running({ nvidiaSmi }: Scene): string[] {
  const all = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return all
    .filter((line) => line.includes(`${nvidiaSmi.folder}/nvidia-smi --query-gpu`))
    .map((line) => line.trim().split(" ")[0] ?? "");
}

for (const behaviour of ["hang", "stubborn"] as const)
  story(`starts one anew that prints nothing any more: ${behaviour}`, async (scene) => {
    const agent = scene.run();
    await eventually(() => expect(scene.portal.samples.length).toBeGreaterThan(2));
    const [first] = running(scene);
    scene.nvidiaSmi.behave(behaviour);
    await told(scene, /^# error: nvidia-smi printed nothing for 6 seconds and was started again$/);
    await recovers(scene);
    expect(running(scene)).toHaveLength(1);
    expect(running(scene)).not.toEqual([first]);
    await terminate(agent);
    scene.expectAllSamples();
  });

story("starts one again that dies, ever later, and tells its last words", async (scene) => {
  scene.nvidiaSmi.behave("die");
  const agent = scene.run();
  await told(
    scene,
    /^# error: nvidia-smi ended with exit code 9: NVIDIA-SMI has failed because it couldn't/,
  );
  const { reports } = scene.portal;
  await eventually(() => expect(reports.length).toBeGreaterThan(2));
  // At most one in a minute, which is two seconds here.
  const [first, second, third] = reports.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1_000);
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(1_000);
  await recovers(scene);
  await terminate(agent);
  scene.expectAllSamples();
});

story("starts one again that was killed", async (scene) => {
  const agent = scene.run();
  await eventually(() => expect(scene.portal.samples.length).toBeGreaterThan(2));
  for (const pid of running(scene)) process.kill(Number(pid), "SIGKILL");
  await told(scene, /^# error: nvidia-smi ended with exit code 137$/);
  await recovers(scene);
  await terminate(agent);
});

story("starts one anew that finds its driver replaced", async (scene) => {
  const agent = scene.run();
  await eventually(() => expect(scene.portal.samples.length).toBeGreaterThan(2));
  const [first] = running(scene);
  scene.nvidiaSmi.behave("mismatch");
  await told(scene, /^# error: Failed to initialize NVML: Driver\/library version mismatch$/);
  await recovers(scene);
  expect(running(scene)).not.toContain(first);
  await terminate(agent);
  scene.expectAllSamples();
});

story("uses a new nvidia-smi soon after it was put there", async (scene) => {
  const agent = scene.run();
  const { portal, nvidiaSmi } = scene;
  await eventually(() => expect(portal.samples.length).toBeGreaterThan(2));
  const [first] = running(scene);
  nvidiaSmi.install("600.10");
  await eventually(() => expect(running(scene)).not.toContain(first));
  await eventually(() => expect(portal.samples.at(-1)).toContain(", 600.10, "));
  await terminate(agent);
  scene.expectAllSamples();
});

story("tells that there is none, and uses it when it comes", async (scene) => {
  scene.nvidiaSmi.remove();
  const agent = scene.run();
  await told(scene, /^# error: nvidia-smi is not there: no NVIDIA driver is installed/);
  expect(scene.portal.reports[0]?.lines[0]).toMatch(
    /^timestamp, index, uuid, .*memory\.used \[MiB\]$/,
  );
  scene.nvidiaSmi.install("595.71.05");
  await recovers(scene);
  await terminate(agent);
  scene.expectAllSamples();
});

story(
  "passes on no nonsense as samples, and starts one anew that prints nothing else",
  async (scene) => {
    scene.nvidiaSmi.behave("garbage");
    const agent = scene.run();
    await told(scene, /^# error: no \xff?.*columns$/);
    expect(scene.portal.samples).toEqual([]);
    await recovers(scene);
    await terminate(agent);
    scene.expectAllSamples();
  },
);

story("goes on sending, and ends, beside one that cannot be killed", async (scene) => {
  scene.nvidiaSmi.behave("stubborn");
  // As in the driver's uninterruptible sleep, no signal does anything to it.
  const prelude = 'kill() { case "$1" in -KILL) ;; *) command kill "$@" ;; esac; }';
  const agent = scene.run({}, ["-c", `${prelude}; . public/agent.sh`, "agent.sh"]);
  await told(
    scene,
    /^# error: nvidia-smi \(process \d+\) hangs in the driver and cannot be killed$/,
  );
  expect(running(scene)).toHaveLength(1);
  expect(await terminate(agent)).toBe(0);
  expect(running(scene)).toHaveLength(1);
});
