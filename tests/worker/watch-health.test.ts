import { expect, it } from "vitest";
import { setTestClock } from "@/lib/clock";
import { sql } from "@/lib/db";
import { type Instant, MINUTE } from "@/lib/domain/words";
import { line, makeCard, makeServer, report } from "@/tests/support/agents";
import { NOON } from "@/tests/support/core";
import { itIs, stopTime } from "@/tests/support/engine";
import { watchHealth } from "@/worker/sweep/watch-health";

stopTime();

/** A server that reported at noon and never again. */
async function silentServer(): Promise<number> {
  itIs(NOON);
  const { serverId } = await makeServer();
  await makeCard(serverId, 0);
  await report(serverId, NOON, line(NOON, 0, { uuid: `GPU-${serverId}` }));
  return serverId;
}

const isCalledSilent = async (serverId: number) =>
  (await sql("SELECT FROM incident WHERE server_id = $1", [serverId])).length > 0;

/** Watches, as a worker does, from one instant to another. */
async function rounds(round: () => Promise<void>, from: Instant, to: Instant): Promise<void> {
  for (let at = from; at <= to; at += MINUTE / 2) {
    itIs(at);
    await round();
  }
}

it("a server is silent after five minutes in which it could have reported", async () => {
  const server = await silentServer();
  const round = watchHealth();
  await rounds(round, NOON, NOON + 4.5 * MINUTE);
  expect(await isCalledSilent(server)).toBe(false);
  itIs(NOON + 5 * MINUTE);
  await round();
  expect(await isCalledSilent(server)).toBe(true);
});

it("no server is silent for what happened before the worker started", async () => {
  const server = await silentServer();
  const round = watchHealth();
  await rounds(round, NOON + 60 * MINUTE, NOON + 64.5 * MINUTE);
  expect(await isCalledSilent(server)).toBe(false);
  itIs(NOON + 65 * MINUTE);
  await round();
  expect(await isCalledSilent(server)).toBe(true);
});

it("rounds that pause for a minute begin to listen anew", async () => {
  const server = await silentServer();
  const round = watchHealth();
  await rounds(round, NOON, NOON + 4 * MINUTE);
  await rounds(round, NOON + 5 * MINUTE + 1, NOON + 10 * MINUTE);
  expect(await isCalledSilent(server)).toBe(false);
  itIs(NOON + 10 * MINUTE + 1);
  await round();
  expect(await isCalledSilent(server)).toBe(true);
});

it("a shorter pause, as of a busy worker, changes nothing", async () => {
  const server = await silentServer();
  const round = watchHealth();
  await rounds(round, NOON, NOON + 4 * MINUTE);
  await rounds(round, NOON + 5 * MINUTE, NOON + 5 * MINUTE);
  expect(await isCalledSilent(server)).toBe(true);
});

it("rounds that fail, since the database is away, are none", async () => {
  const server = await silentServer();
  const round = watchHealth();
  await rounds(round, NOON, NOON + 3 * MINUTE);
  setTestClock(() => {
    throw new Error("the database is away");
  });
  for (let tries = 0; tries < 3; tries++) await expect(round()).rejects.toThrow("away");
  await rounds(round, NOON + 6 * MINUTE, NOON + 10.5 * MINUTE);
  expect(await isCalledSilent(server)).toBe(false);
  itIs(NOON + 11 * MINUTE);
  await round();
  expect(await isCalledSilent(server)).toBe(true);
});
