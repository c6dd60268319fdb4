import { beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { bringBack, changeMaintenance, takeOut } from "@/lib/maintenance/commands";
import { findMaintenance, foretell, maintenanceOfGpu } from "@/lib/maintenance/queries";
import { versionOf } from "@/lib/maintenance/views";
import { startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { findVisibleQueue } from "@/lib/reservations/queries";
import { NOON } from "../../support/core";
import { ask, audited, itIs, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab } from "../../support/people";
import { hour, outFrom, serverOf, toldOf } from "./support";

stopTime();
beforeEach(() => itIs(NOON));

/** A uses it for five hours, B and C wait for two. */
async function busyGpu() {
  const { gpu, people } = await makeLab(1, 1, 1);
  const [a, b, c] = people;
  const use = await ask(a, gpu, { hours: 5, autoStart: true });
  return { gpu, a, b, c, use, waits: [await ask(b, gpu), await ask(c, gpu)] as const };
}

describe("taking a GPU out", () => {
  it("ends a use where it begins, and tells everybody once", async () => {
    const admin = await makeAdministrator();
    const { gpu, use, waits } = await busyGpu();
    await outFrom(admin, gpu, 3, 6);
    expect((await row(use)).end_time).toEqual(new Date(hour(3)));
    expect(await toldOf(use)).toEqual(["started", "maintenance shortened"]);
    expect(await toldOf(waits[0])).toEqual(["maintenance waits"]);
    expect(await toldOf(waits[1])).toEqual(["maintenance waits"]);
    expect(await audited(use)).toContain(`reservation.shortened by ${admin.id}`);
    await settleGpu(gpu);
    expect(await toldOf(use)).toHaveLength(2);
    itIs(hour(3));
    await settleGpu(gpu);
    expect(await row(use)).toMatchObject({ status: "COMPLETED", end_cause: "MAINTENANCE" });
    expect((await toldOf(use)).at(-1)).toBe("ended MAINTENANCE fan");
    expect(await statuses(...waits)).toEqual(["WAITING", "WAITING"]);
    itIs(hour(6));
    await settleGpu(gpu);
    expect(await statuses(...waits)).toEqual(["NOTIFIED", "WAITING"]);
  });

  it("at once ends the use at once, with the reason, and by whom", async () => {
    const admin = await makeAdministrator();
    const { gpu, use, waits } = await busyGpu();
    itIs(hour(1));
    await outFrom(admin, gpu, null);
    expect(await row(use)).toMatchObject({
      status: "COMPLETED",
      end_cause: "MAINTENANCE",
      end_reason: "fan",
      end_time: new Date(hour(1)),
      ended_by: admin.id,
    });
    expect(await toldOf(use)).toEqual(["started", "ended MAINTENANCE fan"]);
    expect(await statuses(...waits)).toEqual(["WAITING", "WAITING"]);
  });

  it("takes back a turn that would reach into it; one that fits stays", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const turn = await ask(people[0], gpu, { hours: 2 });
    const short = await ask(people[1], gpu, { hours: 1 });
    await outFrom(admin, gpu, 2.5);
    expect(await statuses(turn, short)).toEqual(["WAITING", "NOTIFIED"]);
    expect(await toldOf(turn)).toEqual(["your-turn", "maintenance withdrawn"]);
    expect(await toldOf(short)).toEqual(["your-turn"]);
    const other = await makeLab(1);
    const fits = await ask(other.people[0], other.gpu, { hours: 2 });
    await outFrom(admin, other.gpu, 3);
    expect(await statuses(fits)).toEqual(["NOTIFIED"]);
    expect(await toldOf(fits)).toEqual(["your-turn", "maintenance has-turn"]);
  });

  it("so soon that a reminder is due as well still says that the use is cut short", async () => {
    const admin = await makeAdministrator();
    const { gpu, use } = await busyGpu();
    itIs(hour(1));
    const plan = { from: hour(1.05), until: null, reason: "fan" };
    const [told] = await foretell(admin, { of: "gpu", id: gpu }, plan);
    expect(told?.affected[0]?.effect).toBe("shortened");
    await outFrom(admin, gpu, 1.05);
    expect((await row(use)).end_time).toEqual(new Date(hour(1.05)));
    expect(await toldOf(use)).toEqual(["started", "ending-soon", "maintenance shortened"]);
  });

  it("leaves alone a use that ends before it", async () => {
    const admin = await makeAdministrator();
    const { gpu, use } = await busyGpu();
    await outFrom(admin, gpu, 5);
    expect((await row(use)).end_time).toEqual(new Date(hour(5)));
    expect(await toldOf(use)).toEqual(["started", "maintenance uses"]);
  });

  it("of a server takes all of its GPUs out", async () => {
    const admin = await makeAdministrator();
    const { gpu, a, use } = await busyGpu();
    const second = await makeGpu();
    const server = await serverOf(gpu);
    await sql("UPDATE gpu SET server_id = $2, gpu_index = 1 WHERE id = $1", [second, server]);
    await giveAccess(a, second);
    const turn = await ask(a, second);
    const plan = { from: hour(1), until: null, reason: "power" };
    await takeOut(admin, { of: "server", id: server, ...plan });
    expect((await row(use)).end_time).toEqual(new Date(hour(1)));
    expect(await statuses(turn)).toEqual(["WAITING"]);
    expect(await maintenanceOfGpu(second)).toMatchObject([{ reason: "power", state: "ahead" }]);
  });

  it("is stated with its times and reason to whoever sees the GPU", async () => {
    const admin = await makeAdministrator();
    const { gpu, b } = await busyGpu();
    await outFrom(admin, gpu, 3, 6);
    const queue = await findVisibleQueue(b, gpu);
    expect(queue?.state.outages).toEqual([{ from: hour(3), until: hour(6), reason: "fan" }]);
    expect(queue?.waiters.map(({ startsAt }) => startsAt)).toEqual([hour(6), hour(8)]);
  });

  it.each([
    [-1, null, "in-the-past"],
    [2, 2, "until-before-from"],
    [2, 1, "until-before-from"],
    [null, 0, "until-before-from"],
  ] as const)("not from %s until %s", async (from, until, code) => {
    const admin = await makeAdministrator();
    expect(await refusal(outFrom(admin, await makeGpu(), from, until))).toBe(code);
  });

  it("not twice for the same time, and not what is not there", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    await outFrom(admin, gpu, 2, 4);
    expect(await refusal(outFrom(admin, gpu, 3, 5))).toBe("maintenance-overlaps");
    await outFrom(admin, gpu, 4, 5);
    const plan = { from: null, until: null, reason: "x" };
    expect(await refusal(takeOut(admin, { of: "gpu", id: 2e9, ...plan }))).toBe("not-found");
    expect(await refusal(takeOut(admin, { of: "server", id: 2e9, ...plan }))).toBe("not-found");
  });
});

describe("bringing it back", () => {
  it("gives turns at once; whom a later time was told hears of it", async () => {
    const admin = await makeAdministrator();
    const { gpu, waits } = await busyGpu();
    const id = await outFrom(admin, gpu, null, 6);
    itIs(hour(1));
    await bringBack(admin, id);
    expect(await statuses(...waits)).toEqual(["NOTIFIED", "WAITING"]);
    expect(await toldOf(waits[0])).toEqual(["maintenance waits", "your-turn"]);
    expect(await toldOf(waits[1])).toEqual(["maintenance waits", "maintenance-over"]);
    expect(await findMaintenance(id)).toMatchObject({ state: "past", until: hour(1) });
    expect(await refusal(bringBack(admin, id))).toBe("maintenance-over");
  });

  it("tells nobody where nobody was told when, but the one whose turn it is", async () => {
    const admin = await makeAdministrator();
    const { gpu, waits } = await busyGpu();
    const id = await outFrom(admin, gpu, null);
    itIs(hour(1));
    await bringBack(admin, id);
    expect(await toldOf(waits[0])).toEqual(["maintenance waits", "your-turn"]);
    expect(await toldOf(waits[1])).toEqual(["maintenance waits"]);
  });

  it("before it begins calls it off: a use gets its time back", async () => {
    const admin = await makeAdministrator();
    const { gpu, use, c, waits } = await busyGpu();
    const id = await outFrom(admin, gpu, 3);
    const late = await makeLab(1);
    await giveAccess(late.people[0], gpu);
    const unaware = await ask(late.people[0], gpu);
    itIs(hour(1));
    await bringBack(admin, id);
    expect((await row(use)).end_time).toEqual(new Date(hour(5)));
    expect(await toldOf(use)).toEqual([
      "started",
      "maintenance shortened",
      "maintenance-over called-off",
    ]);
    expect(await toldOf(waits[1])).toEqual(["maintenance waits", "maintenance-over called-off"]);
    expect(await toldOf(unaware)).toEqual([]);
    expect(await findMaintenance(id)).toMatchObject({ state: "called-off" });
    expect((await findVisibleQueue(c, gpu))?.state.outages).toEqual([]);
  });
});

describe("changing it", () => {
  const change = async (id: number, from: number | null, until: number | null, reason = "fan") => {
    const entry = await findMaintenance(id);
    if (!entry) throw new Error("it is not there");
    await changeMaintenance(await makeAdministrator(), {
      id,
      seen: versionOf(entry),
      from: from === null ? null : hour(from),
      until: until === null ? null : hour(until),
      reason,
    });
  };

  it("to a later time gives a use its time back up to then, and tells so", async () => {
    const admin = await makeAdministrator();
    const { gpu, use, waits } = await busyGpu();
    const id = await outFrom(admin, gpu, 3);
    await change(id, 4, 6);
    expect((await row(use)).end_time).toEqual(new Date(hour(4)));
    await change(id, 8, 9);
    expect((await row(use)).end_time).toEqual(new Date(hour(5)));
    expect(await toldOf(use)).toEqual([
      "started",
      "maintenance shortened",
      "maintenance shortened changed",
      "maintenance restored changed",
    ]);
    itIs(NOON + 1);
    await change(id, 3, null);
    expect((await row(use)).end_time).toEqual(new Date(hour(3)));
    expect((await toldOf(waits[0])).filter((told) => told.includes("changed"))).toHaveLength(3);
  });

  it("of the reason alone sends no mail; once begun its beginning stays", async () => {
    const admin = await makeAdministrator();
    const { gpu, waits } = await busyGpu();
    const id = await outFrom(admin, gpu, null);
    await change(id, null, null, "power");
    expect(await toldOf(waits[0])).toEqual(["maintenance waits"]);
    itIs(hour(1));
    await change(id, 9, 12, "power");
    expect(await findMaintenance(id)).toMatchObject({ from: NOON, until: hour(12) });
  });

  it("not over what another administrator saved meanwhile, nor what is over", async () => {
    const admin = await makeAdministrator();
    const id = await outFrom(admin, await makeGpu(), 3);
    const seen = versionOf((await findMaintenance(id)) ?? { from: 0, until: null, reason: "" });
    await change(id, 4, null);
    const plan = { id, seen, from: hour(5), until: null, reason: "fan" };
    expect(await refusal(changeMaintenance(admin, plan))).toBe("form-outdated");
    await bringBack(admin, id);
    expect(await refusal(change(id, 5, null))).toBe("maintenance-over");
  });
});

describe("what is foretold", () => {
  it("is what then happens, and nothing happens by asking", async () => {
    const admin = await makeAdministrator();
    const { gpu, use, waits } = await busyGpu();
    const plan = { from: hour(3), until: null, reason: "fan" };
    const [said] = await foretell(admin, { of: "gpu", id: gpu }, plan);
    expect(said?.affected.map(({ before, effect }) => `${before.id} ${effect}`).sort()).toEqual(
      [`${use} shortened`, `${waits[0]} waits`, `${waits[1]} waits`].sort(),
    );
    expect(said?.affected.find(({ before }) => before.id === use)?.after.endsAt).toBe(hour(3));
    expect((await row(use)).end_time).toEqual(new Date(hour(5)));
    const { people, gpu: second } = await makeLab(1);
    const turn = await ask(people[0], second);
    await startReservation(people[0], turn);
    const [now] = await foretell(admin, { of: "gpu", id: second }, { ...plan, from: null });
    expect(now?.affected.map(({ effect }) => effect)).toEqual(["ended"]);
  });
});
