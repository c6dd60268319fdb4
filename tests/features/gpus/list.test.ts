import { beforeEach, describe, expect, it } from "vitest";
import { identitiesOf } from "@/lib/agents/queries-identity";
import { sql } from "@/lib/db";
import { gpuFiltersSchema, matchingGpus, pageOf } from "@/lib/gpus/list";
import { listGpus } from "@/lib/gpus/queries";
import { visibleQueues } from "@/lib/reservations/queries";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu, makeLab } from "../../support/people";
import { outFrom } from "../maintenance/support";

stopTime();
beforeEach(() => itIs(NOON));

/** The ids that the page lists for a URL. */
async function listed(query: Record<string, unknown>): Promise<number[]> {
  const admin = await makeAdministrator();
  const filters = gpuFiltersSchema.parse(query);
  return matchingGpus(await listGpus(), await visibleQueues(admin), filters).map(({ id }) => id);
}

describe("the list of GPUs", () => {
  it("finds by name, model and holder, by server, model and state, and sorts", async () => {
    const { gpu: busy, people } = await makeLab(1, 1);
    await ask(people[0], busy, { autoStart: true });
    await ask(people[1], busy);
    const free = await makeGpu();
    const out = await makeGpu();
    const off = await makeGpu({ status: false });
    await outFrom(await makeAdministrator(), out, null);
    await sql("UPDATE gpu SET model = 'H200', max_hours = 12 WHERE id = $1", [free]);
    await sql(`UPDATE "user" SET name = '王大明' WHERE id = $1`, [people[0].id]);
    const [server] = await sql(
      "SELECT s.name FROM server s JOIN gpu g ON g.server_id = s.id WHERE g.id = $1",
      [out],
    );
    expect(await listed({ search: "王大明" })).toEqual([busy]);
    expect(await listed({ search: "h200" })).toEqual([free]);
    expect(await listed({ model: "H200" })).toEqual([free]);
    expect(await listed({ server: server?.name })).toEqual([out]);
    expect(await listed({ state: "held" })).toEqual([busy]);
    expect(await listed({ state: "maintenance" })).toEqual([out]);
    expect(await listed({ state: "disabled" })).toEqual([off]);
    expect((await listed({ sort: "-waiting" }))[0]).toBe(busy);
    expect((await listed({ sort: "maxHours" }))[0]).toBe(free);
    expect(await listed({ search: "no such GPU" })).toEqual([]);
  });

  it("has pages, of which the last stands for all beyond", () => {
    const rows = Array.from({ length: 120 }, (_, index) => index);
    expect(pageOf(rows, 2).rows[0]).toBe(50);
    expect(pageOf(rows, 99)).toMatchObject({ page: 3, pages: 3 });
    expect(pageOf(rows, 99).rows).toHaveLength(20);
    expect(pageOf([], 1)).toEqual({ rows: [], page: 1, pages: 1 });
  });

  it.each([
    { sort: "id; DROP TABLE gpu" },
    { state: "constructor" },
    { page: "-1" },
    { page: "1e99" },
    { search: "\u0000" },
    { search: ["a", "b"] },
    { server: "x".repeat(10_000) },
  ])("takes nonsense in the URL for nothing: %j", async (query) => {
    await expect(listed(query)).resolves.toBeInstanceOf(Array);
  });
});

describe("who a card is", () => {
  it("is told since when, where that is known", async () => {
    const gpu = await makeGpu();
    await sql(
      `INSERT INTO gpu_identity (gpu_id, since, uuid) VALUES ($1, '-infinity', 'GPU-1'), ($1, $2, 'GPU-2')`,
      [gpu, new Date(NOON)],
    );
    expect(await identitiesOf(gpu)).toMatchObject([
      { since: NOON, uuid: "GPU-2" },
      { since: null, uuid: "GPU-1" },
    ]);
  });
});
