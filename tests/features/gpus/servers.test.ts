import { describe, expect, it } from "vitest";
import { findGpu } from "@/lib/gpus/queries";
import { stopTime } from "../../support/engine";
import { makeAdministrator } from "../../support/people";
import { actions, auditOf, refused, refusedAt, send } from "../admin/request";
import { add, aServerName, idOfServer } from "./card";

stopTime();

const { nameServer, removeGpu, removeServer } = actions;

describe("a server", () => {
  it("is renamed with all of its GPUs", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const id = await idOfServer(gpu.server);
    const name = aServerName();
    expect(await send(admin, nameServer, { id, name })).toMatchObject({ ok: true });
    expect(await findGpu(gpu.id)).toMatchObject({ gpuName: `${name}-2` });
    expect((await auditOf("server", id)).at(-1)).toMatchObject({
      action: "server.renamed",
      details: { name: { from: gpu.server, to: name } },
    });
  });

  it("does not take the name of another, however capitalised", async () => {
    const admin = await makeAdministrator();
    const [one, other] = [await add(admin), await add(admin)];
    const id = await idOfServer(one.server);
    for (const name of [other.server, other.server.toUpperCase()]) {
      const answer = await send(admin, nameServer, { id, name });
      expect(answer).toEqual(refusedAt({ name: ["server-name-taken"] }));
    }
  });

  it("is removed only while it has no GPU", async () => {
    const admin = await makeAdministrator();
    const gpu = await add(admin);
    const id = await idOfServer(gpu.server);
    expect(await send(admin, removeServer, { id })).toEqual(refused("server-not-empty"));
    await send(admin, removeGpu, { id: gpu.id });
    expect(await send(admin, removeServer, { id })).toMatchObject({ ok: true });
    expect(await idOfServer(gpu.server)).toBe(0);
    expect((await auditOf("server", id)).at(-1)).toMatchObject({ action: "server.deleted" });
  });
});
