import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { type Instant, MINUTE } from "@/lib/domain/words";
import { findGpu } from "@/lib/gpus/queries";
import { watchServers } from "@/lib/health/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { line, makeCard, makeServer, report } from "../../support/agents";
import { NOON } from "../../support/core";
import { ask, itIs, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makePerson } from "../../support/people";

stopTime();

const faultOf = async (gpu: number) =>
  (await sql("SELECT fault FROM gpu WHERE id = $1", [gpu]))[0]?.fault;

/** What is and was wrong on a server, "kind" or "kind, over". */
async function incidentsOn(server: number): Promise<string[]> {
  const rows = await sql("SELECT kind, ended_at FROM incident WHERE server_id = $1 ORDER BY id", [
    server,
  ]);
  return rows.map(({ kind, ended_at }) => (ended_at ? `${kind}, over` : kind));
}

/** The mails about incidents of a server that somebody was sent. */
const mailsTo = ({ id }: Actor, serverId: number) =>
  sql(
    `SELECT payload FROM notification
     WHERE user_id = $1 AND kind = 'incident' AND payload->'serverId' = to_jsonb($2::int)
     ORDER BY id`,
    [id, serverId],
  );

/** A server with two GPUs that report, an administrator, and somebody who sees the first GPU. */
async function lab() {
  itIs(NOON);
  const { serverId } = await makeServer();
  const gpus = [await makeCard(serverId, 0), await makeCard(serverId, 1)] as const;
  const uuids = [`GPU-${randomUUID()}`, `GPU-${randomUUID()}`] as const;
  const admin = await makeAdministrator();
  const person = await makePerson();
  await giveAccess(person, gpus[0]);
  /** Both cards report, the first one as told. */
  const tell = (at: Instant, first: Parameters<typeof line>[2] | null = {}) => {
    itIs(at);
    const lines = first === null ? [] : [line(at, 0, { uuid: uuids[0], ...first })];
    return report(serverId, at, ...lines, line(at, 1, { uuid: uuids[1] }));
  };
  await tell(NOON);
  return { serverId, gpus, uuids, admin, person, tell };
}

describe("a card that must be reset", () => {
  it("gives no turn, is told to administrators once, and gives turns again when it is well", async () => {
    const { serverId, gpus, admin, person, tell } = await lab();
    const broken = { temperature: "[GPU requires reset]" };
    await tell(NOON + MINUTE, broken);
    expect(await faultOf(gpus[0])).toBe("requires-reset");
    const waiting = await ask(person, gpus[0]);
    await tell(NOON + 2 * MINUTE, broken);
    await settleGpu(gpus[0]);
    expect(await statuses(waiting)).toEqual(["WAITING"]);
    expect(await mailsTo(admin, serverId)).toMatchObject([
      { payload: { incident: "fault", detail: "requires-reset", gpu: { id: gpus[0] } } },
    ]);

    await tell(NOON + 3 * MINUTE);
    expect(await faultOf(gpus[0])).toBeNull();
    expect(await statuses(waiting)).toEqual(["NOTIFIED"]);
    expect(await incidentsOn(serverId)).toEqual(["fault, over"]);

    await tell(NOON + 4 * MINUTE, broken);
    expect(await mailsTo(admin, serverId)).toHaveLength(2);
    expect(await incidentsOn(serverId)).toEqual(["fault, over", "fault"]);
  });

  it("keeps its holder", async () => {
    const { gpus, person, tell } = await lab();
    const use = await ask(person, gpus[0], { autoStart: true });
    await tell(NOON + MINUTE, { temperature: "[GPU requires reset]" });
    await settleGpu(gpus[0]);
    expect(await statuses(use)).toEqual(["ACTIVE"]);
  });

  it("is not well because of what comes late", async () => {
    const { gpus, tell, serverId, uuids } = await lab();
    await tell(NOON + 2 * MINUTE, { temperature: "[GPU requires reset]" });
    await report(serverId, NOON + 2 * MINUTE, line(NOON + MINUTE, 0, { uuid: uuids[0] }));
    expect(await faultOf(gpus[0])).toBe("requires-reset");
  });
});

describe("a card that vanished from its server's reports", () => {
  it("gives no turn until it is there again", async () => {
    const { serverId, gpus, person, admin, tell } = await lab();
    await tell(NOON + 2 * MINUTE, null);
    expect(await faultOf(gpus[0])).toBeNull();
    await tell(NOON + 2 * MINUTE + 10_000, null);
    expect(await faultOf(gpus[0])).toBe("vanished");
    const waiting = await ask(person, gpus[0]);
    expect(await statuses(waiting)).toEqual(["WAITING"]);
    expect(await mailsTo(admin, serverId)).toMatchObject([{ payload: { incident: "vanished" } }]);
    await tell(NOON + 3 * MINUTE);
    expect(await statuses(waiting)).toEqual(["NOTIFIED"]);
  });

  it("and of which nvidia-smi finds none at all", async () => {
    const { gpus, serverId } = await lab();
    await report(serverId, NOON + MINUTE, "# error: nvidia-smi: No devices were found");
    expect([await faultOf(gpus[0]), await faultOf(gpus[1])]).toEqual(["vanished", "vanished"]);
  });

  it.each([
    ["an empty report, as the installing agent sends", []],
    ["other words of nvidia-smi", ["# error: nvidia-smi is not there"]],
  ])("is not brought back by %s", async (_what, lines) => {
    const { gpus, serverId, admin, person, tell } = await lab();
    itIs(NOON + MINUTE);
    await report(serverId, NOON + MINUTE, "# error: nvidia-smi: No devices were found");
    const waiting = await ask(person, gpus[0]);
    itIs(NOON + 2 * MINUTE);
    await report(serverId, NOON + 2 * MINUTE, ...lines);
    await watchServers(NOON);
    expect(await faultOf(gpus[0])).toBe("vanished");
    expect(await statuses(waiting)).toEqual(["WAITING"]);
    await tell(NOON + 3 * MINUTE);
    expect(await faultOf(gpus[0])).toBeNull();
    expect(await statuses(waiting)).toEqual(["NOTIFIED"]);
    expect(await mailsTo(admin, serverId)).toHaveLength(2);
  });
});

describe("a silent server", () => {
  it("is told once, holds nothing back, and is over when it reports", async () => {
    const { serverId, gpus, person, admin, tell } = await lab();
    itIs(NOON + 5 * MINUTE);
    await watchServers(NOON);
    await watchServers(NOON);
    expect(await incidentsOn(serverId)).toEqual(["silent"]);
    const [mail, ...more] = await mailsTo(admin, serverId);
    expect(mail).toMatchObject({ payload: { incident: "silent", gpu: null, serverId } });
    expect(more).toEqual([]);
    expect(await statuses(await ask(person, gpus[0]))).toEqual(["NOTIFIED"]);
    await tell(NOON + 6 * MINUTE);
    expect(await incidentsOn(serverId)).toEqual(["silent, over"]);
  });

  it("is told once when many look at one moment", async () => {
    const { serverId, admin } = await lab();
    itIs(NOON + 5 * MINUTE);
    await Promise.all(Array.from({ length: 5 }, () => watchServers(NOON)));
    expect(await incidentsOn(serverId)).toEqual(["silent"]);
    expect(await mailsTo(admin, serverId)).toHaveLength(1);
  });

  it("is not told where the portal itself did not listen", async () => {
    const { serverId } = await lab();
    itIs(NOON + 60 * MINUTE);
    await watchServers(NOON + 59 * MINUTE);
    expect(await incidentsOn(serverId)).toEqual([]);
  });

  it("is no longer expected to report once its token is revoked", async () => {
    const { serverId } = await lab();
    itIs(NOON + 5 * MINUTE);
    await watchServers(NOON);
    await sql("UPDATE agent SET token_hash = NULL, token_made_at = NULL WHERE server_id = $1", [
      serverId,
    ]);
    await watchServers(NOON);
    expect(await incidentsOn(serverId)).toEqual(["silent, over"]);
  });
});

describe("a card above its limit", () => {
  it("is told once and gives turns as ever", async () => {
    const { serverId, gpus, person, admin, tell } = await lab();
    await sql("UPDATE gpu SET temperature_limit = 80 WHERE id = $1", [gpus[0]]);
    await tell(NOON + MINUTE, { temperature: 81 });
    await tell(NOON + 2 * MINUTE, { temperature: 78 });
    await tell(NOON + 3 * MINUTE, { temperature: 82 });
    expect(await mailsTo(admin, serverId)).toMatchObject([
      { payload: { incident: "hot", detail: "81" } },
    ]);
    expect(await statuses(await ask(person, gpus[0]))).toEqual(["NOTIFIED"]);
    expect(await findGpu(gpus[0])).toMatchObject({ isHot: true, fault: null });
    await tell(NOON + 4 * MINUTE, { temperature: 75 });
    expect(await findGpu(gpus[0])).toMatchObject({ isHot: false });
    expect(await incidentsOn(serverId)).toEqual(["hot, over"]);
  });
});

describe("the database", () => {
  it("refuses to know of one trouble twice at one time", async () => {
    const { serverId, gpus } = await lab();
    const begin = () =>
      sql(
        "INSERT INTO incident (kind, server_id, gpu_id, began_at) VALUES ('hot', $1, $2, now())",
        [serverId, gpus[0]],
      );
    await begin();
    await expect(begin()).rejects.toThrow("incident_one_open_per_kind");
  });
});

describe("a GPU that moves to another server with its fault", () => {
  const moveTo = (gpu: number, serverId: number) =>
    sql("UPDATE gpu SET server_id = $2, gpu_index = 7 WHERE id = $1", [gpu, serverId]);

  it("gives no turn meanwhile, in whatever order the servers are looked at", async () => {
    // Servers are looked at in no certain order: it moves to one and back.
    const one = await lab();
    const { serverId: another } = await makeServer();
    const [gpu] = one.gpus;
    await one.tell(NOON + MINUTE, { temperature: "[GPU requires reset]" });
    const waiting = await ask(one.person, gpu);
    for (const server of [another, one.serverId, another]) {
      await moveTo(gpu, server);
      itIs(NOON + 2 * MINUTE);
      for (let round = 0; round < 3; round++) {
        await watchServers(NOON);
        expect(await faultOf(gpu)).toBe("requires-reset");
        expect(await statuses(waiting)).toEqual(["WAITING"]);
      }
    }
    await report(another, NOON + 3 * MINUTE, line(NOON + 3 * MINUTE, 7, { uuid: one.uuids[0] }));
    expect(await faultOf(gpu)).toBeNull();
    expect(await statuses(waiting)).toEqual(["NOTIFIED"]);
  });

  it("is called vanished there only by that server's reports", async () => {
    const { gpus, tell } = await lab();
    await tell(NOON + 3 * MINUTE, null);
    expect(await faultOf(gpus[0])).toBe("vanished");
    await moveTo(gpus[0], (await makeServer()).serverId);
    await watchServers(NOON);
    await watchServers(NOON);
    expect(await faultOf(gpus[0])).toBeNull();
  });

  it("is well where no agent can tell of it", async () => {
    const { gpus, tell } = await lab();
    await tell(NOON + MINUTE, { temperature: "[GPU requires reset]" });
    const { serverId } = await makeServer();
    await sql("DELETE FROM agent WHERE server_id = $1", [serverId]);
    await moveTo(gpus[0], serverId);
    await watchServers(NOON);
    expect(await faultOf(gpus[0])).toBeNull();
  });

  it("keeps what an administrator wrote into its row", async () => {
    const { gpus } = await lab();
    await sql("UPDATE gpu SET fault = 'Xid 79' WHERE id = $1", [gpus[0]]);
    await watchServers(NOON);
    expect(await faultOf(gpus[0])).toBe("Xid 79");
  });
});
