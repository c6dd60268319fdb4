import { beforeEach, describe, expect, it } from "vitest";
import { announce } from "@/lib/announcements/commands";
import { sql } from "@/lib/db";
import { editable, findGpu, versionOf } from "@/lib/gpus/queries";
import { takeOut } from "@/lib/maintenance/commands";
import { findMaintenance } from "@/lib/maintenance/queries";
import { versionOf as versionOfMaintenance } from "@/lib/maintenance/views";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { row } from "../access/table";
import { actions, everything, type Fields, refused, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));

type Name = keyof typeof actions;

const CARD = {
  server: "new-server",
  index: "0",
  model: "H200",
  cudaVersion: "13.1",
  maxHours: "24",
  temperatureLimit: "90",
  connectionInfo: "ssh",
};

/** For each action a form with which an administrator would succeed. */
async function forms(): Promise<Record<Name, Fields>> {
  const { gpu, people } = await makeLab(1, 1);
  const [user, waiter] = people;
  const use = await ask(user, gpu);
  await startReservation(user, use);
  const waits = await ask(waiter, gpu);
  const unused = await makeGpu();
  const disabled = await makeGpu({ status: false });
  const found = await findGpu(unused);
  if (!found) throw new Error("the GPU is missing");
  const [server] = await sql("INSERT INTO server (name) VALUES ('empty') RETURNING id");
  const [watched] = await sql("INSERT INTO server (name) VALUES ('watched') RETURNING id");
  const card = { id: watched?.id, key: "GPU-1" };
  await sql("INSERT INTO agent (server_id, token_hash, token_made_at) VALUES ($1, 'hash', now())", [
    watched?.id,
  ]);
  await sql(
    `INSERT INTO found_gpu (server_id, key, uuid, first_seen_at, last_seen_at)
     VALUES ($1, 'GPU-1', 'GPU-1', now(), now()), ($1, 'GPU-2', 'GPU-2', now(), now())`,
    [watched?.id],
  );
  const [old] = await sql(
    `INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
     VALUES ($1, 9, 'RTX 4090', '13.1', 'ssh') RETURNING id`,
    [watched?.id],
  );
  const announced = await announce(
    await makeAdministrator(),
    { textZh: "公告", textEn: null, until: null },
    "",
  );
  const spare = await makeGpu();
  const other = await makeGpu();
  await giveAccess(waiter, other);
  const third = await makeGpu();
  await giveAccess(waiter, third);
  const lonelyGpu = await makeGpu();
  await giveAccess(user, lonelyGpu);
  const lonely = await ask(user, lonelyGpu, { autoStart: true });
  const admin = await makeAdministrator();
  const plan = { from: null, until: null, reason: "fan" };
  const maintenance = await takeOut(admin, { of: "gpu", id: await makeGpu(), ...plan });
  const entry = await findMaintenance(maintenance);
  const [mail] = await sql("SELECT id FROM notification ORDER BY id DESC LIMIT 1");
  const pending = await Promise.all([1, 2, 3].map(() => makePerson({ status: "PENDING" })));
  const [alone, ...several] = pending.map(({ id }) => id);
  return {
    approve: { id: alone ?? 0 },
    approveSelected: { ids: several.join() },
    disableSelected: { ids: several.join() },
    saveDefaultSet: {
      [`gpu.${gpu}.seen`]: "",
      [`gpu.${gpu}.given`]: "on",
      [`gpu.${gpu}.priority`]: "1",
    },
    addGpu: { ...CARD, index: "1" },
    saveGpu: { ...CARD, id: unused, seen: versionOf(editable(found)) },
    enableGpu: { id: disabled },
    disableGpu: { id: gpu },
    removeGpu: { id: unused },
    nameServer: { id: server?.id, name: "renamed" },
    removeServer: { id: server?.id },
    addServer: { name: "another-server" },
    makeAgentToken: { id: watched?.id },
    revokeAgentToken: { id: watched?.id },
    replaceOldCard: { ...card, key: "GPU-2", gpuId: old?.id },
    addFoundCard: card,
    saveAccessTable: { of: "gpu", id: gpu, mayCancel: "on", ...row(waiter.id, 1, null) },
    takeOutForMaintenance: { of: "gpu", id: spare, from: "", until: "", reason: "fan" },
    saveMaintenance: {
      id: maintenance,
      seen: entry ? versionOfMaintenance(entry) : "",
      from: "",
      until: "",
      reason: "another fan",
    },
    bringBackFromMaintenance: { id: maintenance },
    moveToFront: { id: waits },
    moveToOtherGpu: { id: waits, gpuId: other, reason: "" },
    reserveForUser: { userId: waiter.id, gpuId: third, hours: 1 },
    extendAnyUse: { id: lonely, hours: 1 },
    cancelAnyReservation: { id: waits, reason: "test" },
    endAnyUse: { id: use, reason: "test" },
    sendMailAgain: { id: mail?.id },
    publishAnnouncement: { textZh: "公告", textEn: "News", until: "", seen: announced },
    takeAnnouncementBack: { seen: announced },
  };
}

const NAMES = Object.keys(actions) as Name[];
itIs(NOON);
const valid = await forms();

describe("what administrators do", () => {
  it.each(NAMES)("does not exist for users: %s", async (name) => {
    const user = await makePerson();
    const before = await everything();
    expect(await send(user, actions[name], valid[name])).toEqual(refused("not-found"));
    expect(await send(user, actions[name], {})).toEqual(refused("not-found"));
    expect(await everything()).toEqual(before);
  });

  it.each(NAMES)("asks visitors to log in: %s", async (name) => {
    const before = await everything();
    expect(await send(null, actions[name], valid[name])).toEqual(refused("login-required"));
    expect(await everything()).toEqual(before);
  });

  it.each(NAMES)("refuses an empty form, and a foreign id: %s", async (name) => {
    const admin = await makeAdministrator();
    const before = await everything();
    expect(await send(admin, actions[name], {})).toMatchObject({ ok: false });
    if ("id" in valid[name]) {
      for (const id of ["2000000000", "0", "-1", "NaN", "1e9", "x\r\ny", "９"]) {
        const answer = await send(admin, actions[name], { ...valid[name], id });
        expect(answer).toMatchObject({ ok: false });
      }
    }
    expect(await everything()).toEqual(before);
  });

  // Last: from here on something changes. The order lets each of them still find its thing.
  const ORDER: Name[] = [
    "approve",
    "approveSelected",
    "disableSelected",
    "saveDefaultSet",
    "saveGpu",
    "nameServer",
    "removeServer",
    "addServer",
    "makeAgentToken",
    "revokeAgentToken",
    "addFoundCard",
    "replaceOldCard",
    "addGpu",
    "removeGpu",
    "enableGpu",
    "moveToFront",
    "moveToOtherGpu",
    "reserveForUser",
    "saveAccessTable",
    "sendMailAgain",
    "takeAnnouncementBack",
    "takeOutForMaintenance",
    "saveMaintenance",
    "bringBackFromMaintenance",
    "extendAnyUse",
    "endAnyUse",
    "disableGpu",
  ];
  it.each(ORDER)("works for an administrator, and is written down: %s", async (name) => {
    const admin = await makeAdministrator();
    const answer = await send(admin, actions[name], valid[name]);
    expect(typeof answer === "string" || answer.ok).toBe(true);
    const entries = await sql("SELECT action FROM audit_log WHERE actor_id = $1", [admin.id]);
    expect(entries.length).toBeGreaterThan(0);
  });
});
