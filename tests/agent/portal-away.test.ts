import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { type Answer, samplesOf } from "./portal";
import { eventually, type Scene, story, terminate } from "./story";

/** The portal fails as told while samples gather, and is well again afterwards. */
async function sitOut(scene: Scene, answer: Answer) {
  const { portal } = scene;
  portal.answer = answer;
  const agent = scene.run();
  await eventually(() => expect(portal.count(answer)).toBeGreaterThan(1));
  portal.answer = 202;
  const missed = scene.nvidiaSmi.printed.length;
  await eventually(() => expect(portal.samples.length).toBeGreaterThan(missed));
  await terminate(agent);
  return agent.said();
}

story("keeps reports while the portal is busy, and catches up in order", async (scene) => {
  const said = await sitOut(scene, 503);
  scene.expectAllSamples();
  expect(said.match(/wants reports later \(503\): The portal says 503\./g)).toHaveLength(1);
  expect(said).toMatch(/sending to http.*\n$/);
});

story("keeps reports while nobody listens", async (scene) => {
  const { portal } = scene;
  await portal.stop();
  const agent = scene.run();
  await eventually(() =>
    expect(agent.said()).toMatch(/cannot reach http:\S+ \(curl: .*\); reports wait in /),
  );
  await portal.start();
  const missed = scene.nvidiaSmi.printed.length;
  await eventually(() => expect(portal.samples.length).toBeGreaterThan(missed));
  await terminate(agent);
  scene.expectAllSamples();
});

story("gives up waiting for a portal that takes connections and answers nothing", async (scene) => {
  await sitOut(scene, "hang");
  scene.expectAllSamples();
});

story("sends a report again whose answer got lost", async (scene) => {
  const { portal } = scene;
  portal.answer = "cut";
  const agent = scene.run();
  await eventually(() => expect(portal.reports).toHaveLength(1));
  portal.answer = 202;
  await eventually(() => expect(portal.count(202)).toBeGreaterThan(1));
  const [lost, again] = portal.reports;
  expect(samplesOf(again?.lines ?? [])).toEqual(
    expect.arrayContaining(samplesOf(lost?.lines ?? [])),
  );
  await terminate(agent);
});

story("keeps reports while the token is refused, and says what to do", async (scene) => {
  const said = await sitOut(scene, 401);
  scene.expectAllSamples();
  expect(said).toMatch(/refuses the token: make a new one on this server's page/);
});

story("waits as long as the portal says", async (scene) => {
  const { portal } = scene;
  portal.retryAfter = 4;
  await sitOut(scene, 429);
  const [first, second] = portal.reports;
  // By itself it waits one second. A busy machine may have noted the first one late.
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(3_000);
  scene.expectAllSamples();
});

story("drops a report that the portal refuses for good, and goes on", async (scene) => {
  const { portal } = scene;
  portal.answer = 422;
  const agent = scene.run();
  await eventually(() => expect(portal.count(422)).toBeGreaterThan(0));
  portal.answer = 413;
  await eventually(() => expect(portal.count(413)).toBeGreaterThan(0));
  portal.answer = 202;
  await eventually(() => expect(portal.count(202)).toBeGreaterThan(0));
  await terminate(agent);
  expect(agent.said()).toMatch(/refuses a report \(422\): The portal says 422\.\n/);
  expect(agent.said()).toMatch(/refuses a report \(413\): The portal says 413\.\n/);
  const refused = portal.reports.filter(({ answer }) => answer !== 202);
  const taken = new Set(portal.samples);
  expect(
    refused.flatMap(({ lines }) => samplesOf(lines)).filter((line) => taken.has(line)),
  ).toEqual([]);
});

story(
  "a spool that is full drops its oldest lines, and tells the portal how many",
  async (scene) => {
    const { portal, nvidiaSmi } = scene;
    portal.answer = 503;
    const agent = scene.run({ AGENT_SPOOL_BYTES: "30000" });
    await eventually(() => expect(agent.said().match(/are dropped/g)?.length).toBeGreaterThan(1));
    // With a second between samples, batches this small would never catch up.
    nvidiaSmi.behave("hang");
    portal.answer = 202;
    await eventually(() => expect(portal.samples).toContain(nvidiaSmi.printed.at(-1)));
    await terminate(agent);
    const dropped = [...portal.taken, ...scene.waiting]
      .filter((line) => line.startsWith("# dropped: "))
      .map((line) => Number(line.slice("# dropped: ".length)));
    expect(dropped.length).toBeGreaterThan(0);
    scene.expectAllSamples({ but: dropped.reduce((sum, lines) => sum + lines) });
    const sizes = portal.reports.map(({ lines }) => lines.join("\n").length + 1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7_500);
  },
  { gpus: 40 },
);

story("reports that are a week old are dropped", async (scene) => {
  const { portal } = scene;
  const eightDaysAgo = Math.floor(Date.now() / 1000) - 8 * 86_400;
  mkdirSync(path.join(scene.stateDir, "spool"), { recursive: true });
  const old = (name: string) => path.join(scene.stateDir, "spool", name);
  writeFileSync(
    old(`1000000001.${eightDaysAgo}`),
    "timestamp, index\n2026/01/01 00:00:00.000, 0\n",
  );
  writeFileSync(old(`1000000002.${eightDaysAgo + 86_400 * 7}`), "timestamp, index\n# agent: 1\n");
  portal.answer = 503;
  const agent = scene.run();
  await eventually(() => expect(agent.said()).toMatch(/: 1 lines .* are dropped/));
  portal.answer = 202;
  await eventually(() => expect(portal.taken).toContain("# dropped: 1"));
  expect(portal.taken.filter((line) => line.startsWith("2026/01/01"))).toEqual([]);
});
