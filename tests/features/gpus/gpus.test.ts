import { beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { editable, findGpu, freeGpuCounts, listServers, versionOf } from "@/lib/gpus/queries";
import { takeOut } from "@/lib/maintenance/commands";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { actions, auditOf, everything, refused, refusedAt, send } from "../admin/request";
import { add, aServerName, CARD, idOfServer } from "./card";

stopTime();
beforeEach(() => itIs(NOON));

const { addGpu, saveGpu, enableGpu, disableGpu, removeGpu } = actions;

const seenOf = (gpu: Parameters<typeof editable>[0]) => versionOf(editable(gpu));

describe("adding a GPU", () => {
  it("keeps what was entered, makes the server, and leads to where it is made visible", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin, { server: "  實驗室 01 " });
    expect(gpu).toMatchObject({
      server: "實驗室 01",
      gpuName: "實驗室 01-2",
      model: "RTX 4090",
      cudaVersion: "13.1",
      maxHours: 48,
      connectionInfo: "ssh gpu01\nport 2222",
      enabled: true,
      users: 0,
      hasHistory: false,
    });
    expect(await auditOf("gpu", gpu.id)).toEqual([
      {
        action: "gpu.created",
        actor_id: admin.id,
        address: "192.0.2.7",
        details: {
          server: "實驗室 01",
          index: 2,
          model: "RTX 4090",
          cudaVersion: "13.1",
          maxHours: 48,
          temperatureLimit: 90,
          enabled: true,
        },
      },
    ]);
    expect(await auditOf("server", await idOfServer("實驗室 01"))).toMatchObject([
      { action: "server.created", details: { name: "實驗室 01" } },
    ]);
  });

  it("on a known server uses that one, however its name is capitalised", async () => {
    const admin = await makeAdministrator();
    const { server } = await add(admin);
    const second = await add(admin, { server: server.toUpperCase(), index: "3" });
    expect(second.server).toBe(server);
  });

  it("takes each number of a server once", async () => {
    const admin = await makeAdministrator();
    const { server } = await add(admin);
    const before = await everything();
    const again = await send(admin, addGpu, { ...CARD, server });
    expect(again).toEqual(refusedAt({ index: ["server-index-taken"] }));
    expect(await everything()).toEqual(before);
  });

  it("asked for twice at one moment, is done once", async () => {
    const admin = await makeAdministrator();
    const fields = { ...CARD, server: aServerName() };
    const answers = await Promise.all([1, 2, 3].map(() => send(admin, addGpu, fields)));
    expect(answers.filter((answer) => typeof answer === "string")).toHaveLength(1);
    expect(answers).toContainEqual(refusedAt({ index: ["server-index-taken"] }));
    const servers = (await listServers()).filter(({ name }) => name === fields.server);
    expect(servers).toMatchObject([{ gpus: 1 }]);
  });

  it.each<
    [field: keyof typeof CARD | "server", value: string, refusal: Parameters<typeof refused>]
  >([
    ["server", "", ["required"]],
    ["server", "   ", ["required"]],
    ["server", "x".repeat(81), ["too-long", { most: 80 }]],
    ["server", "gpu01\r\nBcc: all@example.org", ["control-characters"]],
    ["server", "gpu\u202e01", ["control-characters"]],
    ["index", "", ["required"]],
    ["index", "-1", ["too-small", { least: 0 }]],
    ["index", "100", ["too-large", { most: 99 }]],
    ["index", "1.5", ["not-whole"]],
    ["index", "1e9", ["not-whole"]],
    ["index", "NaN", ["not-a-number"]],
    ["index", "one", ["not-a-number"]],
    ["model", "", ["required"]],
    ["model", "x".repeat(81), ["too-long", { most: 80 }]],
    ["model", "RTX\n4090", ["control-characters"]],
    ["cudaVersion", "", ["required"]],
    ["cudaVersion", "1".repeat(81), ["too-long", { most: 80 }]],
    ["maxHours", "0", ["too-small", { least: 1 }]],
    ["maxHours", "8761", ["too-large", { most: 8760 }]],
    ["maxHours", "1000000000", ["too-large", { most: 8760 }]],
    ["maxHours", "Infinity", ["not-a-number"]],
    ["connectionInfo", "", ["required"]],
    ["connectionInfo", "x".repeat(256), ["too-long", { most: 255 }]],
    ["connectionInfo", "ssh\u0000gpu", ["control-characters"]],
  ])("refuses %s %j, at the field", async (field, value, [code, params]) => {
    const admin = await makeAdministrator();
    const before = await everything();
    const answer = await send(admin, addGpu, { ...CARD, server: aServerName(), [field]: value });
    expect(answer).toEqual(refusedAt({ [field]: [code, params] }));
    expect(answer).toMatchObject({ values: { [field]: value } });
    expect(await everything()).toEqual(before);
  });

  it("refuses a form without fields, each of them", async () => {
    const answer = await send(await makeAdministrator(), addGpu, {});
    expect(Object.keys(Object(answer).fields).sort()).toEqual(
      [
        "connectionInfo",
        "cudaVersion",
        "index",
        "maxHours",
        "model",
        "server",
        "temperatureLimit",
      ].sort(),
    );
  });
});

describe("editing a GPU", () => {
  it("changes it, and tells the log from what to what, but not how to reach it", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const answer = await send(admin, saveGpu, {
      ...CARD,
      id: gpu.id,
      seen: seenOf(gpu),
      server: gpu.server,
      maxHours: "７２",
      connectionInfo: "password hunter2",
    });
    expect(answer).toEqual({ ok: true, message: "Saved." });
    expect(await findGpu(gpu.id)).toMatchObject({
      maxHours: 72,
      connectionInfo: "password hunter2",
    });
    expect((await auditOf("gpu", gpu.id)).at(-1)).toMatchObject({
      action: "gpu.edited",
      details: { maxHours: { from: 48, to: 72 }, connectionInfo: true },
    });
  });

  it("moves it to another server", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const server = aServerName();
    await send(admin, saveGpu, { ...CARD, id: gpu.id, seen: seenOf(gpu), server });
    expect(await findGpu(gpu.id)).toMatchObject({ gpuName: `${server}-2` });
    expect(await idOfServer(gpu.server)).toBeGreaterThan(0);
  });

  it("that changes nothing is not written down", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const before = await everything();
    await send(admin, saveGpu, { ...CARD, id: gpu.id, seen: seenOf(gpu), server: gpu.server });
    expect(await everything()).toEqual(before);
  });

  it("does not overwrite what somebody else has changed since", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const fields = { ...CARD, id: gpu.id, seen: seenOf(gpu), server: gpu.server };
    await send(admin, saveGpu, { ...fields, model: "H200" });
    const late = await send(admin, saveGpu, { ...fields, maxHours: "12" });
    expect(late).toEqual(refused("form-outdated"));
    expect(await findGpu(gpu.id)).toMatchObject({ model: "H200", maxHours: 48 });
  });

  it("does not take a number that another GPU has", async () => {
    const admin = await makeAdministrator();
    const first = await add(admin);
    const second = await add(admin, { server: first.server, index: "3" });
    const fields = { ...CARD, id: second.id, seen: seenOf(second), server: first.server };
    expect(await send(admin, saveGpu, fields)).toEqual(
      refusedAt({ index: ["server-index-taken"] }),
    );
    expect(await findGpu(second.id)).toMatchObject({ index: 3 });
  });

  it.each(["0", "-1", "1e3", "abc", "2000000000", "99999999999"])("finds no GPU %j", async (id) => {
    const admin = await makeAdministrator();
    const before = await everything();
    const answer = await send(admin, saveGpu, { ...CARD, id, seen: "", server: aServerName() });
    expect(answer).toMatchObject({ ok: false });
    expect(await everything()).toEqual(before);
  });
});

describe("disabling a GPU", () => {
  it("leaves it to its user, and gives no turn until it is enabled again", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [user, waiter] = people;
    const use = await ask(user, gpu);
    await startReservation(user, use);
    const waits = await ask(waiter, gpu);
    expect(await send(admin, disableGpu, { id: gpu })).toMatchObject({ ok: true });
    expect(await statuses(use, waits)).toEqual(["ACTIVE", "WAITING"]);
    await send(admin, actions.endAnyUse, { id: use, reason: "maintenance" });
    expect(await statuses(use, waits)).toEqual(["COMPLETED", "WAITING"]);
    expect(await send(admin, enableGpu, { id: gpu })).toMatchObject({ ok: true });
    expect(await statuses(waits)).toEqual(["NOTIFIED"]);
    expect(await auditOf("gpu", gpu)).toMatchObject([
      {
        action: "gpu.disabled",
        actor_id: admin.id,
        details: { enabled: { from: true, to: false } },
      },
      {
        action: "gpu.enabled",
        actor_id: admin.id,
        details: { enabled: { from: false, to: true } },
      },
    ]);
  });

  it("twice is done once", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    await Promise.all([1, 2, 3].map(() => send(admin, disableGpu, { id: gpu })));
    expect(await auditOf("gpu", gpu)).toHaveLength(1);
  });
});

describe("deleting a GPU", () => {
  it("takes it away from everybody who saw it", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    await giveAccess(await makePerson(), gpu);
    expect(await send(admin, removeGpu, { id: gpu })).toBe("/admin/gpus");
    expect(await findGpu(gpu)).toBeNull();
    expect(await auditOf("gpu", gpu)).toMatchObject([
      { action: "gpu.deleted", details: { model: "RTX 4090", users: 1 } },
    ]);
  });

  it("is refused once it was reserved, whatever became of that", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await send(admin, actions.cancelAnyReservation, { id, reason: "test" });
    const before = await everything();
    expect(await send(admin, removeGpu, { id: gpu })).toEqual(refused("has-history"));
    expect(await everything()).toEqual(before);
    await expect(sql("DELETE FROM gpu WHERE id = $1", [gpu])).rejects.toThrow("reservation");
  });

  it("while somebody reserves it does one of the two", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { gpu, people } = await makeLab(1);
      const [reserved] = await Promise.allSettled([
        ask(people[0], gpu),
        send(admin, removeGpu, { id: gpu }),
      ]);
      expect((await findGpu(gpu)) !== null).toBe(reserved.status === "fulfilled");
    }
  });
});

describe("the number of free GPUs", () => {
  it("leaves out what is held, disabled, broken or out for maintenance", async () => {
    const before = await freeGpuCounts();
    const { gpu, people } = await makeLab(1);
    await ask(people[0], gpu);
    await makeGpu();
    await makeGpu({ status: false });
    await sql("UPDATE gpu SET fault = 'fan' WHERE id = $1", [await makeGpu()]);
    const admin = await makeAdministrator();
    const plan = { from: null, until: NOON + 3_600_000, reason: "fan" };
    const out = await makeGpu();
    await takeOut(admin, { of: "gpu", id: out, ...plan });
    expect(await freeGpuCounts()).toEqual({ free: before.free + 1, total: before.total + 4 });
    itIs(NOON + 3_600_000);
    expect(await freeGpuCounts()).toEqual({ free: before.free + 2, total: before.total + 4 });
  });
});
