import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findServer, foundCards, incidentsOn, problemsOf } from "@/lib/agents/queries";
import { sql } from "@/lib/db";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { findGpu } from "@/lib/gpus/queries";
import { receiveReport } from "@/lib/stats/commands-receive";
import { body, line, makeCard, makeServer, report } from "../../support/agents";
import { NOON } from "../../support/core";
import { ask, itIs, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makePerson } from "../../support/people";
import { actions, auditOf, refused, refusedAt, send } from "../admin/request";

stopTime();

const aName = () => `srv-${randomUUID().slice(0, 8)}`;
const idIn = (to: unknown) => Number(/(\d+)(\?|$)/.exec(String(to))?.[1]);

/** What an agent is answered that reports with this token. */
async function answerTo(token: string | undefined): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const request = new Request("http://portal/", { method: "POST", headers, body: body() });
  return (await receiveReport(request, randomUUID())).status;
}

async function newServer() {
  itIs(NOON);
  const admin = await makeAdministrator();
  const name = aName();
  const id = idIn(await send(admin, actions.addServer, { name }));
  return { admin, name, id };
}

const revealed = (state: unknown) => (state as { reveal?: string }).reveal;

describe("a server", () => {
  it("is added by its name, once, whatever its case", async () => {
    const { admin, name, id } = await newServer();
    expect(await findServer(id)).toMatchObject({ name, agent: "none" });
    expect(await send(admin, actions.addServer, { name: name.toUpperCase() })).toEqual(
      refusedAt({ name: ["server-name-taken"] }),
    );
    expect(await send(admin, actions.addServer, { name: "" })).toEqual(
      refusedAt({ name: ["required"] }),
    );
    expect(await auditOf("server", id)).toMatchObject([{ action: "server.created" }]);
  });

  it("gets a token that is shown once and stored nowhere", async () => {
    const { admin, id } = await newServer();
    const token = revealed(await send(admin, actions.makeAgentToken, { id }));
    expect(token).toMatch(/^gpusched_[\w-]{43}$/);
    expect(await answerTo(token)).toBe(202);
    expect(await findServer(id)).toMatchObject({ agent: "expected", tokenMadeAt: NOON });
    const everywhere = await sql(
      "SELECT (SELECT json_agg(a) FROM agent a)::text || (SELECT json_agg(l) FROM audit_log l)::text AS all",
    );
    expect(everywhere[0]?.all).not.toContain(token?.slice(12));
  });

  it("ends its old token with a new one, and any when it is revoked", async () => {
    const { admin, id } = await newServer();
    const old = revealed(await send(admin, actions.makeAgentToken, { id }));
    const current = revealed(await send(admin, actions.makeAgentToken, { id }));
    expect([await answerTo(old), await answerTo(current)]).toEqual([401, 202]);
    await send(admin, actions.revokeAgentToken, { id });
    await send(admin, actions.revokeAgentToken, { id });
    expect(await answerTo(current)).toBe(401);
    expect(await findServer(id)).toMatchObject({ agent: "none", tokenMadeAt: null });
    expect((await auditOf("server", id)).map(({ action }) => action)).toEqual([
      "server.created",
      "server.token-made",
      "server.token-made",
      "server.token-revoked",
    ]);
  });

  it("says how its agent is", async () => {
    const { admin, id } = await newServer();
    await send(admin, actions.makeAgentToken, { id });
    const agent = async () => (await findServer(id))?.agent;
    await report(id, NOON, "# error: no driver");
    expect(await agent()).toBe("troubled");
    await report(id, NOON + MINUTE, line(NOON + MINUTE, 0, { uuid: `GPU-${randomUUID()}` }));
    expect(await agent()).toBe("reporting");
    await sql("INSERT INTO incident (kind, server_id, began_at) VALUES ('silent', $1, now())", [
      id,
    ]);
    itIs(NOON + 6 * MINUTE);
    expect(await agent()).toBe("silent");
    await report(id, NOON + 6 * MINUTE, "# error: no driver");
    expect(await agent()).toBe("troubled");
    expect(await incidentsOn(id)).toMatchObject([{ kind: "silent", gpu: null, endedAt: null }]);
    await sql("UPDATE agent SET token_made_at = heard_at + interval '1 s' WHERE server_id = $1", [
      id,
    ]);
    expect(await agent()).toBe("expected");
  });

  it("tells which lines were not taken, and the newest of them", async () => {
    const { id } = await newServer();
    await sql("INSERT INTO agent (server_id) VALUES ($1)", [id]);
    await report(id, NOON, "first", "second");
    await report(id, NOON + MINUTE, "third");
    expect(await problemsOf(id)).toEqual([
      { kind: "unreadable", lines: 3, lastAt: NOON + MINUTE, example: "third" },
    ]);
  });

  it("is deleted while reports of it come in", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { serverId: id } = await makeServer();
      const lines = (ms: number) => [line(NOON, ms, { uuid: `GPU-${randomUUID()}` }), "nonsense"];
      const [answer] = await Promise.all([
        send(admin, actions.removeServer, { id }),
        ...[1, 2, 3].map((ms) => report(id, NOON + ms, ...lines(ms))),
      ]);
      expect(answer).toMatchObject({ ok: true });
      expect(await findServer(id)).toBeNull();
    }
  });

  it("is for administrators only", async () => {
    const { serverId } = await makeServer();
    const person = await makePerson();
    const { addServer, makeAgentToken, revokeAgentToken, addFoundCard, replaceOldCard } = actions;
    const forms = [addServer, makeAgentToken, revokeAgentToken, addFoundCard, replaceOldCard];
    const fields = { id: serverId, key: "x", gpuId: 1, name: aName() };
    for (const action of forms) {
      expect(await send(person, action, fields)).toEqual(refused("not-found"));
      expect(await send(null, action, fields)).toEqual(refused("login-required"));
    }
    const admin = await makeAdministrator();
    for (const action of forms.slice(1)) {
      for (const id of [2_147_483_647, 0, "1; DROP TABLE server"]) {
        expect(await send(admin, action, { ...fields, id })).toEqual(refused("not-found"));
      }
    }
  });
});

describe("a card that was found", () => {
  /** A server on which a card of that number was found. */
  async function withFound(index: number) {
    const { admin, id, name } = await newServer();
    await sql("INSERT INTO agent (server_id) VALUES ($1)", [id]);
    const uuid = `GPU-${randomUUID()}`;
    await report(id, NOON, "# cuda: 13.1", line(NOON, index, { uuid }));
    return { admin, id, name, uuid };
  }

  it("becomes a GPU with one click, set up like the server's others", async () => {
    const { admin, id, name, uuid } = await withFound(2);
    await makeCard(id, 0);
    await sql(
      "UPDATE gpu SET max_hours = 24, connection_info = 'ssh -p 2222 lab' WHERE server_id = $1",
      [id],
    );
    expect(await foundCards(id)).toMatchObject([{ key: uuid, index: 2, rival: null }]);
    const to = await send(admin, actions.addFoundCard, { id, key: uuid });
    expect(await findGpu(idIn(to))).toMatchObject({
      server: name,
      index: 2,
      model: "RTX 4090",
      cudaVersion: "13.1",
      maxHours: 24,
      connectionInfo: "ssh -p 2222 lab",
      uuid,
      enabled: true,
      users: 0,
    });
    expect(await foundCards(id)).toEqual([]);
    expect(await send(admin, actions.addFoundCard, { id, key: uuid })).toEqual(
      refused("not-found"),
    );
    await report(id, NOON + MINUTE, line(NOON + MINUTE, 2, { uuid }));
    expect(await foundCards(id)).toEqual([]);
    expect(await sql("SELECT FROM gpu_sample WHERE gpu_id = $1", [idIn(to)])).toHaveLength(1);
  });

  it("is added once, though two administrators press at one moment", async () => {
    const { admin, id, uuid } = await withFound(0);
    const press = () => send(admin, actions.addFoundCard, { id, key: uuid });
    const answers = await Promise.all(Array.from({ length: 5 }, press));
    expect(answers.filter((answer) => typeof answer === "string")).toHaveLength(1);
    expect(await sql("SELECT FROM gpu WHERE uuid = $1", [uuid])).toHaveLength(1);
  });

  it("takes the place of a GPU's old card: queue and access stay", async () => {
    const { admin, id, uuid } = await withFound(1);
    const gpu = await makeCard(id, 0);
    const old = `GPU-${randomUUID()}`;
    await report(id, NOON, line(NOON, 0, { uuid: old }));
    const person = await makePerson();
    await giveAccess(person, gpu);
    const use = await ask(person, gpu, { autoStart: true });
    const replacement = `GPU-${randomUUID()}`;
    await report(id, NOON + MINUTE, line(NOON + MINUTE, 0, { uuid: replacement }));
    expect(await foundCards(id)).toMatchObject([
      { key: replacement, rival: { id: gpu } },
      { key: uuid, rival: null },
    ]);
    // It has the number of another GPU: that one cannot be added beside it.
    expect(await send(admin, actions.addFoundCard, { id, key: replacement })).toEqual(
      refusedAt({ index: ["server-index-taken"] }),
    );
    await send(admin, actions.replaceOldCard, { id, key: replacement, gpuId: gpu });
    await report(id, NOON + 2 * MINUTE, line(NOON + 2 * MINUTE, 0, { uuid: replacement }));
    expect(await findGpu(gpu)).toMatchObject({ uuid: replacement, fault: null, users: 1 });
    expect(await statuses(use)).toEqual(["ACTIVE"]);
    expect(await auditOf("gpu", gpu)).toMatchObject([
      { action: "gpu.card-replaced", details: { uuid: { from: old, to: replacement } } },
    ]);
  });

  it("takes no place of a card that only has another number since it was put in", async () => {
    const { admin, id } = await withFound(5);
    const gpu = await makeCard(id, 0);
    const [old, added] = [`GPU-${randomUUID()}`, `GPU-${randomUUID()}`];
    await report(id, NOON, line(NOON, 0, { uuid: old }));
    const at = NOON + HOUR / 2;
    await report(id, at, line(at, 0, { uuid: added }), line(at, 1, { uuid: old }));
    expect(await foundCards(id)).toContainEqual(
      expect.objectContaining({ key: added, index: 0, rival: null }),
    );
    const to = await send(admin, actions.addFoundCard, { id, key: added });
    expect(await findGpu(idIn(to))).toMatchObject({ uuid: added, index: 1 });
    expect(await findGpu(gpu)).toMatchObject({ uuid: old, index: 0 });
  });

  it("takes a place while reports of it come in", async () => {
    const { admin, id } = await withFound(1);
    const gpu = await makeCard(id, 0);
    await report(id, NOON, line(NOON, 0, { uuid: `GPU-${randomUUID()}` }));
    for (let round = 1; round <= 10; round++) {
      const at = NOON + round * MINUTE;
      const key = `GPU-${randomUUID()}`;
      await report(id, at, line(at, 0, { uuid: key }));
      const [answer] = await Promise.all([
        send(admin, actions.replaceOldCard, { id, key, gpuId: gpu }),
        ...[1, 2, 3].map((ms) => report(id, at + ms, line(at + ms, 0, { uuid: key }))),
      ]);
      expect(answer).toMatchObject({ ok: true });
      expect(await findGpu(gpu)).toMatchObject({ uuid: key });
    }
  });

  it("is no longer offered once it is a GPU that was added by hand", async () => {
    const { id, uuid } = await withFound(0);
    await makeCard(id, 0);
    await report(id, NOON + MINUTE, line(NOON + MINUTE, 0, { uuid }));
    expect(await foundCards(id)).toEqual([]);
  });

  it("of another server is not there", async () => {
    const { admin, uuid } = await withFound(0);
    const other = await newServer();
    expect(await send(admin, actions.addFoundCard, { id: other.id, key: uuid })).toEqual(
      refused("not-found"),
    );
  });

  it("is no longer offered once the server reports for an hour without it", async () => {
    const { id, uuid } = await withFound(0);
    const other = `GPU-${randomUUID()}`;
    await report(id, NOON + HOUR, line(NOON + HOUR, 1, { uuid: other }));
    expect((await foundCards(id)).map(({ key }) => key)).not.toContain(uuid);
  });
});
