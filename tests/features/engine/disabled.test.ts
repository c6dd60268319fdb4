import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { giveWayOnce, startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeLab } from "../../support/people";

stopTime();

type Switch = (person: Actor, gpu: number, on: boolean) => Promise<unknown>;
const account: Switch = ({ id }, _gpu, on) =>
  sql(`UPDATE "user" SET status = $2 WHERE id = $1`, [id, on ? "ACTIVE" : "DISABLED"]);
const access: Switch = (person, gpu, enabled) => giveAccess(person, gpu, { enabled });
const visibility: Switch = (person, gpu, on) =>
  on
    ? giveAccess(person, gpu)
    : sql("DELETE FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2", [person.id, gpu]);

describe.each([
  ["account is disabled", account],
  ["access is disabled", access],
  ["access is taken away", visibility],
])("when somebody's %s", (_what, turned) => {
  it("the turn is withdrawn and passes on; the reservation keeps its place", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1, 1);
    const [a, b, c] = people;
    const ids = [await ask(a, gpu), await ask(b, gpu), await ask(c, gpu)] as const;
    await turned(a, gpu, false);
    itIs(NOON + MINUTE);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED", "WAITING"]);
    expect(await row(ids[0])).toMatchObject({ notification_time: null, gave_way: false, turn: 1 });
    expect((await audited(ids[0])).at(-1)).toBe("reservation.turn-withdrawn by -");
    await turned(a, gpu, true);
    itIs(NOON + MINUTE + HOUR);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "EXPIRED", "WAITING"]);
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "your-turn 2"]);
  });

  it("a turn that was not withdrawn yet cannot be started any more", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    await turned(people[0], gpu, false);
    // What is not visible does not exist, not even as a reason.
    const answer = turned === visibility ? "not-found" : "not-your-turn";
    expect(await refusal(startReservation(people[0], ids[0]))).toBe(answer);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED"]);
  });

  it("a waiting reservation is skipped, and nobody waits in the sense of giving way", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 0, 2);
    const [a, b, c] = people;
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    await turned(b, gpu, false);
    expect(await refusal(giveWayOnce(a, ids[0]))).toBe("nobody-waits");
    const third = await ask(c, gpu);
    itIs(NOON + HOUR);
    await settleGpu(gpu);
    expect(await statuses(...ids, third)).toEqual(["EXPIRED", "WAITING", "NOTIFIED"]);
  });

  it("a use runs to its end", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const ids = [
      await ask(people[0], gpu, { autoStart: true }),
      await ask(people[1], gpu),
    ] as const;
    await turned(people[0], gpu, false);
    itIs(NOON + 2 * HOUR - 1);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["ACTIVE", "WAITING"]);
    itIs(NOON + 2 * HOUR);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["COMPLETED", "NOTIFIED"]);
  });
});

describe.each([
  ["disabled", "status = false", "status = true"],
  ["faulty", "fault = 'fell off the bus'", "fault = NULL"],
])("on a %s GPU", (_what, trouble, repair) => {
  const set = (gpu: number, change: string) => sql(`UPDATE gpu SET ${change} WHERE id = $1`, [gpu]);

  it("the queue waits, and goes on when it is over", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    await set(gpu, trouble);
    itIs(NOON + HOUR);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["EXPIRED", "WAITING"]);
    await set(gpu, repair);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED"]);
  });

  it("a holder keeps the turn, may start it, and uses it to the end", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await set(gpu, trouble);
    await settleGpu(gpu);
    await startReservation(people[0], id);
    expect((await row(id)).status).toBe("ACTIVE");
    itIs(NOON + 2 * HOUR);
    await settleGpu(gpu);
    expect((await row(id)).status).toBe("COMPLETED");
  });
});

it("a new priority takes effect at the next turn", async () => {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1, 2);
  const [a, b, c] = people;
  const ids = [await ask(a, gpu), await ask(b, gpu), await ask(c, gpu)] as const;
  await giveAccess(c, gpu, { priority: 0 });
  await settleGpu(gpu);
  expect(await statuses(...ids)).toEqual(["NOTIFIED", "WAITING", "WAITING"]);
  itIs(NOON + HOUR);
  await settleGpu(gpu);
  expect(await statuses(...ids)).toEqual(["EXPIRED", "WAITING", "NOTIFIED"]);
});
