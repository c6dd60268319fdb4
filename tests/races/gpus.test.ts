import { describe, expect, it } from "vitest";
import { makeToken, revokeToken } from "@/lib/agents/commands";
import { addFound, replaceCard } from "@/lib/agents/commands-found";
import { announce } from "@/lib/announcements/commands";
import { sql } from "@/lib/db";
import { createGpu, deleteGpu, editGpu } from "@/lib/gpus/commands";
import { editable, findGpu, versionOf } from "@/lib/gpus/queries";
import { createServer, deleteServer, renameServer } from "@/lib/gpus/servers";
import { serverOf } from "../features/maintenance/support";
import { line, makeCard, makeServer, report } from "../support/agents";
import { stopTime } from "../support/engine";
import { makeAdministrator, makeGpu } from "../support/people";
import { atOnce, fifty, nothingFailsUnseen } from "./at-once";

stopTime();
nothingFailsUnseen();

const card = (server: string, index: number) => ({
  server,
  index,
  model: "RTX 4090",
  cudaVersion: "13.1",
  maxHours: 48,
  temperatureLimit: 90,
  connectionInfo: "ssh gpu",
  enabled: true,
});

describe("fifty at once", () => {
  it("add one card of a new server: one GPU, one server", async () => {
    const admin = await makeAdministrator();
    const { done, refused } = await fifty(() => createGpu(admin, card("brand-new", 0)));
    expect({ done, refused }).toEqual({ done: 1, refused: { "index: server-index-taken": 49 } });
    expect(await sql("SELECT FROM server WHERE name = 'brand-new'")).toHaveLength(1);
  });

  it("add their own cards of a new server, whatever its case: one server with all of them", async () => {
    const admin = await makeAdministrator();
    const add = (index: number) => createGpu(admin, card(index % 2 ? "Big" : "big", index));
    expect((await fifty(add)).done).toBe(50);
    const servers = await sql("SELECT id FROM server WHERE lower(name) = 'big'");
    expect(servers).toHaveLength(1);
  });

  it("change one GPU that they saw alike: one does", async () => {
    const admin = await makeAdministrator();
    const gpu = await findGpu(await makeGpu());
    if (!gpu) throw new Error("there is no such GPU");
    const [before, seen] = [editable(gpu), versionOf(editable(gpu))];
    const edit = (index: number) =>
      editGpu(admin, { ...before, id: gpu.id, seen, model: `RTX ${index}` });
    expect(await fifty(edit)).toEqual({ done: 1, refused: { "form-outdated": 49 } });
  });

  it("delete one GPU: one does", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    expect(await fifty(() => deleteGpu(admin, gpu))).toEqual({
      done: 1,
      refused: { "not-found": 49 },
    });
  });

  it("give servers one name: it is one's", async () => {
    const admin = await makeAdministrator();
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, index) => createServer(admin, `plain-${index}`)),
    );
    const rename = (index: number) => renameServer(admin, ids[index] ?? 0, "popular");
    expect(await fifty(rename)).toEqual({ done: 1, refused: { "name: server-name-taken": 49 } });
  });

  it("make and end the token of one server: one token, or none", async () => {
    const admin = await makeAdministrator();
    const id = await createServer(admin, "tokens");
    const { done } = await fifty((index) =>
      index % 2 ? makeToken(admin, id) : revokeToken(admin, id),
    );
    expect(done).toBe(50);
  });

  it("say something to everybody: one does, the others look again", async () => {
    const admin = await makeAdministrator();
    const words = { textZh: null, textEn: "Hello", until: null };
    expect(await fifty(() => announce(admin, words, ""))).toEqual({
      done: 1,
      refused: { "changed-meanwhile": 49 },
    });
  });

  it("make a GPU of one card that was found: one does", async () => {
    const admin = await makeAdministrator();
    const { serverId } = await makeServer();
    await report(serverId, Date.now(), line(Date.now(), 0, { uuid: "GPU-found" }));
    expect(await fifty(() => addFound(admin, serverId, "GPU-found"))).toEqual({
      done: 1,
      refused: { "not-found": 49 },
    });
  });
});

describe("while a server reports", () => {
  it("its cards are found, replaced and deleted, and it is: nobody waits in a circle", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 4; round++) {
      const { serverId } = await makeServer();
      const gpus = [await makeCard(serverId, 0), await makeCard(serverId, 1)] as const;
      const at = Date.now();
      const uuid = (index: number) => `GPU-${serverId}-${index}`;
      const told = (later: number, ...indexes: number[]) =>
        report(
          serverId,
          at + later,
          ...indexes.map((index) =>
            line(at + later, index, {
              uuid: uuid(index),
              temperature: later % 2 ? "[GPU requires reset]" : 60,
            }),
          ),
        );
      await told(0, 0, 2, 3);
      await atOnce([
        ...[1, 2, 3, 4].map((later) => () => told(later, 1, 0, 2, 3)),
        () => addFound(admin, serverId, uuid(2)),
        () => replaceCard(admin, { serverId, key: uuid(3), gpuId: gpus[0] }),
        () => deleteGpu(admin, gpus[1]),
        () => deleteServer(admin, serverId),
        () => renameServer(admin, serverId, `renamed-${serverId}`),
      ]);
    }
  });

  it("an empty one is deleted, and gets a GPU: one of both", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const name = `short-lived-${round}`;
      const id = await createServer(admin, name);
      const made = createGpu(admin, card(name, 0));
      await atOnce([() => deleteServer(admin, id), () => made]);
      expect(await serverOf(await made)).toBeGreaterThan(0);
    }
  });
});
