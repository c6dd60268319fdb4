import { beforeEach, describe, expect, it, vi } from "vitest";
import { sql, transaction } from "@/lib/db";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import { extendReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, itIs, mailed, refusal, row, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu, makeLab } from "../../support/people";
import { hour, serverOf, toldOf } from "./support";

stopTime();
beforeEach(() => itIs(NOON));

let nextIndex = 100;

/** A server that is out for a while, and a way to put a GPU into it. */
async function serverOut(from: number, until: number | null) {
  const server = await serverOf(await makeGpu());
  const times = { from: hour(from), until: until === null ? null : hour(until) };
  const id = await takeOut(await makeAdministrator(), {
    of: "server",
    id: server,
    ...times,
    reason: "power",
  });
  const moveTo = async (gpu: number) => {
    nextIndex += 1;
    await sql("UPDATE gpu SET server_id = $2, gpu_index = $3 WHERE id = $1", [
      gpu,
      server,
      nextIndex,
    ]);
  };
  return { id, moveTo };
}

describe("a GPU in use that comes into another server", () => {
  it("is reminded of, extended and ended, though that server was out meanwhile", async () => {
    const { gpu, people } = await makeLab(1);
    const { moveTo } = await serverOut(1, 2);
    const use = await ask(people[0], gpu, { hours: 5, autoStart: true });
    itIs(hour(3));
    await moveTo(gpu);
    await extendReservation(people[0], use, 1);
    expect((await row(use)).end_time).toEqual(new Date(hour(6)));
    itIs(hour(5.75));
    await settleGpu(gpu);
    expect(await mailed(use)).toContain("ending-soon 1");
    itIs(hour(6));
    await settleGpu(gpu);
    expect(await row(use)).toMatchObject({ status: "COMPLETED", end_cause: "TIME_UP" });
  });

  it("twice cut short is told twice", async () => {
    const { gpu, people } = await makeLab(1);
    const [later, sooner] = [await serverOut(4, null), await serverOut(2, null)];
    const use = await ask(people[0], gpu, { hours: 5, autoStart: true });
    await later.moveTo(gpu);
    await settleGpu(gpu);
    await sooner.moveTo(gpu);
    itIs(hour(0.5));
    await settleGpu(gpu);
    expect((await row(use)).end_time).toEqual(new Date(hour(2)));
    expect(await toldOf(use)).toEqual([
      "started",
      "maintenance shortened",
      "maintenance shortened",
    ]);
  });

  it("gets its time back when that is called off, and hears of it", async () => {
    const { gpu, people } = await makeLab(1);
    const { id, moveTo } = await serverOut(4, null);
    const use = await ask(people[0], gpu, { hours: 5, autoStart: true });
    await moveTo(gpu);
    await settleGpu(gpu);
    itIs(hour(1));
    await bringBack(await makeAdministrator(), id);
    expect((await row(use)).end_time).toEqual(new Date(hour(5)));
    expect((await toldOf(use)).at(-1)).toBe("maintenance-over called-off");
  });

  it("while that is being taken out makes its administrator look again", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const use = await ask(people[0], gpu, { hours: 5, autoStart: true });
    const there = await makeGpu();
    const server = await serverOf(there);
    const plan = { of: "server", id: server, from: hour(1), until: null, reason: "power" } as const;
    let planned: Promise<string> | undefined;
    await transaction(async (tx) => {
      await tx.query("SELECT FROM gpu WHERE id = $1 FOR UPDATE", [there]);
      planned = refusal(takeOut(admin, plan));
      await vi.waitFor(async () => {
        const waiting = await sql("SELECT FROM pg_locks WHERE NOT granted");
        expect(waiting.length).toBeGreaterThan(0);
      });
      await sql("UPDATE gpu SET server_id = $2, gpu_index = 99 WHERE id = $1", [gpu, server]);
    });
    expect(await planned).toBe("changed-meanwhile");
    expect(await sql("SELECT FROM maintenance WHERE server_id = $1", [server])).toEqual([]);
    await takeOut(admin, plan);
    expect((await row(use)).end_time).toEqual(new Date(hour(1)));
  });
});
