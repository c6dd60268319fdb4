/** The order of a queue is that of the access rows, whoever changes them and however. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql, transaction } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import { cancelReservation } from "@/lib/reservations/commands";
import { reassignReservation } from "@/lib/reservations/commands-admin";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { gpusWithSomethingDue } from "@/lib/reservations/engine/due";
import { NOON } from "../../support/core";
import { ask, itIs, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";

stopTime();
beforeEach(() => itIs(NOON));

const LAST = 2_147_483_647;

const priorityOf = async (id: number) =>
  (await sql("SELECT priority FROM reservation WHERE id = $1", [id]))[0]?.priority;

/** What lives with another priority than that of its access row. */
const ASTRAY = `
  SELECT r.id FROM reservation r
  LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
  WHERE r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE') AND r.priority <> coalesce(a.priority, ${LAST})`;

describe("a waiting reservation stands where the access row says", () => {
  it("when it is made, when the row changes, is taken away, comes back", async () => {
    const { gpu, people } = await makeLab(0, 2);
    await ask(people[0], gpu);
    const id = await ask(people[1], gpu);
    expect(await priorityOf(id)).toBe(2);
    await giveAccess(people[1], gpu, { priority: 0 });
    expect(await priorityOf(id)).toBe(0);
    await sql("DELETE FROM user_gpu_access WHERE user_id = $1", [people[1].id]);
    expect(await priorityOf(id)).toBe(LAST);
    await giveAccess(people[1], gpu, { priority: 1 });
    expect(await priorityOf(id)).toBe(1);
  });

  it("on the GPU to which it is moved", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(0, 2);
    const other = await makeGpu({ status: false });
    await giveAccess(people[1], other, { priority: 0 });
    await ask(people[0], gpu);
    const id = await ask(people[1], gpu);
    await reassignReservation(admin, { id, gpuId: other, reason: null });
    expect(await priorityOf(id)).toBe(0);
  });

  it("once it has ended, where it stood then", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await cancelReservation(people[0], id);
    await giveAccess(people[0], gpu, { priority: 2 });
    expect(await priorityOf(id)).toBe(1);
  });
});

describe("a change that is not committed yet", () => {
  it("keeps a reservation waiting, which then has the new priority", async () => {
    const { gpu, people } = await makeLab(0, 2);
    await ask(people[0], gpu);
    const made = await transaction(async (tx) => {
      await tx.query("UPDATE user_gpu_access SET priority = 5 WHERE user_id = $1", [people[1].id]);
      const making = ask(people[1], gpu);
      await untilSomebodyWaits();
      return { making };
    });
    expect(await priorityOf(await made.making)).toBe(5);
  });
});

const untilSomebodyWaits = () =>
  vi.waitFor(async () => {
    const waiting = await sql(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(waiting).not.toEqual([]);
  }, 10_000);

it("whole tables of priorities change while people reserve and turns pass: no deadlock, no stray", async () => {
  const gpus = await Promise.all([1, 2, 3].map(() => makeGpu()));
  const people: Actor[] = [];
  for (let each = 0; each < 6; each++) people.push(await makePerson());
  for (const gpu of gpus) for (const person of people) await giveAccess(person, gpu);
  const refusable = (work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  for (let round = 0; round < 8; round++) {
    const ids = await sql<{ id: number; user_id: number }>(
      "SELECT id, user_id FROM reservation WHERE status IN ('WAITING', 'NOTIFIED')",
    );
    await Promise.all([
      ...gpus.flatMap((gpu) => people.map((person) => refusable(ask(person, gpu)))),
      ...gpus.map(settleGpu),
      ...ids
        .slice(0, 6)
        .map(({ id, user_id }) =>
          refusable(cancelReservation({ id: user_id, isAdmin: false, address: "" }, id)),
        ),
      // As an administrator might in psql, rows in no particular order.
      sql("UPDATE user_gpu_access SET priority = (user_id + gpu_id + $1) % 3", [round]),
    ]);
    expect(await sql(ASTRAY)).toEqual([]);
  }
  expect(await gpusWithSomethingDue()).toEqual([]);
});

it("the next turn goes by the priority that stands in the access row at that moment", async () => {
  const { gpu, people } = await makeLab(0, 1, 2);
  const [first, second, third] = people;
  const ids = [await ask(first, gpu), await ask(second, gpu), await ask(third, gpu)] as const;
  await sql("UPDATE user_gpu_access SET priority = 3 - priority WHERE gpu_id = $1", [gpu]);
  await cancelReservation(first, ids[0]);
  expect(await statuses(...ids)).toEqual(["CANCELLED", "WAITING", "NOTIFIED"]);
});
