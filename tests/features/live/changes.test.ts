import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { disconnect, sql } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { Hub } from "@/lib/live/hub";
import { cancelReservation, startReservation } from "@/lib/reservations/commands";
import { ask } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { OpenPage } from "./page";

let hub: Hub;
let gpu: number;
let hidden: number;
let viewer: Actor;
let holder: Actor;
let admin: Actor;
let stranger: Actor;

beforeEach(async () => {
  hub = new Hub();
  const lab = await makeLab(1, 1);
  gpu = lab.gpu;
  [viewer, holder] = lab.people as [Actor, Actor];
  hidden = await makeGpu();
  admin = await makeAdministrator();
  stranger = await makePerson();
  await giveAccess(stranger, hidden);
});
afterEach(() => hub.close());
afterAll(async () => {
  await closeProducers();
  await disconnect();
});

/** Pages that have been told how things look, so that all that is new is a change. */
async function open<const People extends readonly Actor[]>(...people: People) {
  const pages = people.map((person) => new OpenPage(hub, person));
  for (const page of pages) await vi.waitFor(() => expect(page.messages).toHaveLength(1), 5_000);
  return pages as { [Each in keyof People]: OpenPage };
}

const hears = (page: OpenPage, ...times: unknown[]) =>
  vi.waitFor(() => expect(page.changes).toEqual(times), 5_000);

/** The page hears nothing of what an administrator's page has heard of. */
async function silent(page: OpenPage, work: () => Promise<unknown>): Promise<void> {
  const [probe] = await open(admin);
  await work();
  await vi.waitFor(() => expect(probe.changes).not.toEqual([]), 5_000);
  expect(page.changes).toEqual([]);
}

describe("an open page hears, without a word of what it is,", () => {
  it("of a reservation of a GPU that its user sees, and administrators of all", async () => {
    const [page, boss] = await open(viewer, admin);
    await ask(holder, gpu);
    await hears(page, expect.any(Number));
    await hears(boss, expect.any(Number));
    expect(page.text).toMatch(/^event: changes\ndata: \{"withinMs":\d+\}\n$/m);
  });

  it("of its user's own turn, and is then to ask at once", async () => {
    const held = await ask(holder, gpu);
    await startReservation(holder, held);
    await ask(viewer, gpu);
    const [page, other] = await open(viewer, holder);
    await sql("UPDATE reservation SET end_time = start_time + interval '1 ms' WHERE id = $1", [
      held,
    ]);
    await hears(page, expect.any(Number));
    await hears(other, 0);
    const late = await makePerson();
    await giveAccess(late, gpu);
    await cancelReservation(viewer, (await ownOf(viewer)) ?? 0);
    await vi.waitFor(() => expect(page.changes.at(-1)).toBe(0), 5_000);
  });

  it.each([
    ["a fault", "UPDATE gpu SET fault = 'fan' WHERE id = $1"],
    [
      "maintenance of the GPU",
      `INSERT INTO maintenance (gpu_id, begins_at, reason, made_by, made_at)
       SELECT $1, now() + interval '9 days', 'dust', min(id), now() FROM "user"`,
    ],
    [
      "maintenance of its server",
      `INSERT INTO maintenance (server_id, begins_at, reason, made_by, made_at)
       SELECT server_id, now() + interval '9 days', 'dust', (SELECT min(id) FROM "user"), now()
       FROM gpu WHERE id = $1`,
    ],
  ])("of %s, if its user sees the GPU", async (_, change) => {
    const [page, other] = await open(viewer, stranger);
    await sql(change, [gpu]);
    await hears(page, expect.any(Number));
    await silent(other, () => sql(change.replace("'fan'", "'bus'"), [gpu]));
  });

  it("of access that its user gets or loses, and of another's only where that moves a queue", async () => {
    const waiting = await makePerson();
    await giveAccess(waiting, gpu);
    await ask(holder, gpu);
    await ask(waiting, gpu);
    const [page] = await open(viewer);
    await giveAccess(waiting, gpu, { priority: 0 });
    await hears(page, expect.any(Number));
    await giveAccess(viewer, hidden);
    await hears(page, expect.any(Number), expect.any(Number));
    await sql("DELETE FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2", [viewer.id, gpu]);
    await hears(page, expect.any(Number), expect.any(Number), expect.any(Number));
  });

  it("of an announcement, like everybody", async () => {
    const pages = await open(viewer, stranger);
    await sql(
      `INSERT INTO announcement (text_en, made_by, made_at)
       SELECT 'Tea at four', min(id), now() FROM "user"`,
    );
    for (const page of pages) await hears(page, expect.any(Number));
  });
});

const ownOf = async ({ id }: Actor): Promise<number | undefined> =>
  (await sql("SELECT id FROM reservation WHERE user_id = $1 ORDER BY id DESC", [id]))[0]?.id;

describe("an open page hears nothing", () => {
  it("of a GPU that its user does not see, whatever happens to it", async () => {
    const [page] = await open(viewer);
    await silent(page, () => ask(stranger, hidden));
    await silent(page, () => sql("UPDATE gpu SET fault = 'fan' WHERE id = $1", [hidden]));
    await silent(page, () =>
      sql(
        `INSERT INTO maintenance (server_id, begins_at, reason, made_by, made_at)
         SELECT server_id, now() + interval '9 days', 'dust', $2, now() FROM gpu WHERE id = $1`,
        [hidden, admin.id],
      ),
    );
  });

  it("of another's access to a GPU that its user sees, while that moves nobody", async () => {
    const [page, boss] = await open(viewer, admin);
    const newcomer = await makePerson();
    await giveAccess(newcomer, gpu);
    await giveAccess(newcomer, hidden);
    await ask(stranger, hidden);
    await vi.waitFor(() => expect(boss.changes).not.toEqual([]), 5_000);
    expect(page.changes).toEqual([]);
  });

  it("when nothing changed but that the hub listens anew", async () => {
    const [page, boss] = await open(viewer, admin);
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'gpusched live' AND datname = current_database()`,
    );
    await ask(stranger, hidden);
    await vi.waitFor(() => expect(boss.changes).not.toEqual([]), 8_000);
    expect(page.changes).toEqual([]);
  });
});

describe("many pages", () => {
  it("are asked to come back spread over the longer, the more they are", async () => {
    const people: Actor[] = [];
    for (let count = 0; count < 30; count += 1) {
      const person = await makePerson();
      await giveAccess(person, gpu);
      people.push(person);
    }
    const pages = await open(...people);
    await ask(holder, gpu);
    for (const page of pages) await hears(page, expect.any(Number));
    expect(pages[0]?.changes[0]).toBeGreaterThanOrEqual(1_000);
  });
});
