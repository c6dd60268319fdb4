import { beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { cancelReservation, startReservation } from "@/lib/reservations/commands";
import { reassignReservation, reserveFor } from "@/lib/reservations/commands-admin";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { destinationsOf } from "@/lib/reservations/queries-moving";
import { NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { actions, auditOf, refused, refusedAt, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));

const { moveToFront, moveToOtherGpu, extendAnyUse, reserveForUser } = actions;

describe("reserving for a user", () => {
  it("puts them into the queue; they are told, and the log says who did it", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    await ask(people[0], gpu);
    const to = await send(admin, reserveForUser, { userId: people[1].id, gpuId: gpu, hours: 2 });
    const id = Number(String(to).split("/").at(-1));
    expect(await row(id)).toMatchObject({ user_id: people[1].id, status: "WAITING", duration: 2 });
    expect(await audited(id)).toEqual([`reservation.reserved by ${admin.id}`]);
    expect(await mailed(id)).toEqual(["reserved-for-you 0"]);
  });

  it("says nothing of it by mail to administrators who reserve for themselves", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    await giveAccess(admin, gpu);
    await ask(people[0], gpu);
    const id = await reserveFor(admin, {
      userId: admin.id,
      gpuId: gpu,
      hours: 1,
      autoStart: false,
    });
    expect(await mailed(id)).toEqual([]);
  });

  it("keeps to the limits that hold for them", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const user = people[0];
    const form = { userId: user.id, gpuId: gpu, hours: 2 };
    const say = (fields: object) => send(admin, reserveForUser, { ...form, ...fields });
    expect(await say({ hours: 49 })).toEqual(
      refusedAt({ hours: ["duration-too-long", { longest: 48 }] }),
    );
    expect(await say({ gpuId: await makeGpu() })).toEqual(
      refusedAt({ gpuId: ["user-does-not-see"] }),
    );
    expect(await say({ userId: 2_000_000_000 })).toMatchObject({ ok: false });
    expect(await say({ userId: "" })).toEqual(refusedAt({ userId: ["required"] }));
    await giveAccess(user, gpu, { enabled: false });
    expect(await say({})).toEqual(refused("user-access-disabled"));
    await giveAccess(user, gpu);
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [user.id]);
    expect(await say({})).toEqual(refused("user-not-active"));
    await sql(`UPDATE "user" SET status = 'ACTIVE' WHERE id = $1`, [user.id]);
    await ask(user, gpu);
    expect(await say({})).toEqual(refusedAt({ gpuId: ["user-reserved-already"] }));
  });

  it("at the cap by two at once leaves no more than the cap", async () => {
    const admin = await makeAdministrator();
    const user = await makePerson();
    const gpus = await Promise.all(Array.from({ length: 8 }, () => makeGpu()));
    for (const gpu of gpus) await giveAccess(user, gpu);
    const results = await Promise.allSettled(
      gpus.map((gpuId, index) =>
        index % 2 === 0
          ? reserveFor(admin, { userId: user.id, gpuId, hours: 1, autoStart: false })
          : ask(user, gpuId),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });
});

describe("moving a waiting reservation to another GPU", () => {
  /** A holds the first GPU, B waits; C holds the second, D waits there. */
  async function two() {
    const from = await makeLab(1, 1);
    const to = await makeLab(1, 1);
    const [, b] = from.people;
    await giveAccess(b, to.gpu, { priority: 0 });
    await ask(from.people[0], from.gpu);
    const moved = await ask(b, from.gpu);
    itIs(NOON + HOUR / 2);
    await ask(to.people[0], to.gpu);
    const other = await ask(to.people[1], to.gpu);
    return { from: from.gpu, to: to.gpu, b, moved, other };
  }

  it("keeps when it was made, takes the priority there, and tells its user", async () => {
    const admin = await makeAdministrator();
    const { from, to, b, moved } = await two();
    const [there] = await destinationsOf(admin, moved);
    expect(there).toMatchObject({ gpu: { id: to }, expectation: { place: 1 } });
    expect(await send(admin, moveToOtherGpu, { id: moved, gpuId: to, reason: "broken fan" })).toBe(
      `/reservations/${moved}`,
    );
    expect(await row(moved)).toMatchObject({
      gpu_id: to,
      status: "WAITING",
      reservation_time: new Date(NOON),
    });
    expect(await mailed(moved)).toEqual(["reassigned 0"]);
    const log = await auditOf("reservation", moved);
    expect(log.at(-1)).toMatchObject({
      action: "reservation.reassigned",
      actor_id: admin.id,
      details: { gpu: { from: expect.any(String), to: expect.any(String) }, reason: "broken fan" },
    });
    expect(await ask(b, from)).toBeGreaterThan(moved);
  });

  it("gives it the turn at once where the other GPU is free", async () => {
    const admin = await makeAdministrator();
    const { b, moved } = await two();
    const free = await makeGpu();
    await giveAccess(b, free);
    await reassignReservation(admin, { id: moved, gpuId: free, reason: null });
    expect(await statuses(moved)).toEqual(["NOTIFIED"]);
    expect((await mailed(moved)).sort()).toEqual(["reassigned 0", "your-turn 1"]);
  });

  it("not to where its user may not wait, nor what does not wait", async () => {
    const admin = await makeAdministrator();
    const { from, to, b, moved, other } = await two();
    const say = (fields: object) =>
      send(admin, moveToOtherGpu, { id: moved, gpuId: to, ...fields });
    expect(await say({ gpuId: from })).toEqual(refusedAt({ gpuId: ["same-gpu"] }));
    expect(await say({ gpuId: await makeGpu() })).toEqual(
      refusedAt({ gpuId: ["user-does-not-see"] }),
    );
    expect(await say({ gpuId: 2_000_000_000 })).toEqual(refusedAt({ gpuId: ["not-found"] }));
    const small = await makeGpu({ max_hours: 1 });
    await giveAccess(b, small);
    expect(await say({ gpuId: small })).toEqual(
      refusedAt({ gpuId: ["duration-too-long", { longest: 1 }] }),
    );
    await giveAccess(b, to, { enabled: false });
    expect(await say({})).toEqual(refusedAt({ gpuId: ["user-access-disabled"] }));
    await giveAccess(b, to);
    const own = await ask(b, to);
    expect(await say({})).toEqual(refusedAt({ gpuId: ["user-reserved-already"] }));
    await cancelReservation(b, own);
    await cancelReservation(b, moved);
    expect(await say({})).toEqual(refused("already-ended"));
    const [holder] = await sql("SELECT id FROM reservation WHERE gpu_id = $1 AND id <> $2", [
      to,
      other,
    ]);
    expect(
      await refusal(reassignReservation(admin, { id: holder?.id, gpuId: from, reason: null })),
    ).toBe("not-waiting");
  });

  it("by two administrators at once: once, in one queue, without a deadlock", async () => {
    for (let round = 0; round < 5; round++) {
      const admins = [await makeAdministrator(), await makeAdministrator()] as const;
      const { from, to, b, moved, other } = await two();
      const third = await makeGpu();
      await giveAccess(b, third);
      const results = await Promise.allSettled([
        reassignReservation(admins[0], { id: moved, gpuId: to, reason: null }),
        reassignReservation(admins[1], { id: moved, gpuId: third, reason: null }),
        settleGpu(from),
        settleGpu(to),
      ]);
      const moves = results.slice(0, 2);
      expect(moves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(moves.find((each) => each.status === "rejected")).toMatchObject({
        reason: { code: "changed-meanwhile" },
      });
      expect(await mailed(moved)).toContain("reassigned 0");
      expect(await statuses(other)).toEqual(["WAITING"]);
    }
  });

  it("while its turn comes: it is moved or has its turn, never both", async () => {
    for (let round = 0; round < 5; round++) {
      const admin = await makeAdministrator();
      const { from, to, moved } = await two();
      const [holder] = await sql(
        "SELECT id, user_id FROM reservation WHERE gpu_id = $1 AND id <> $2",
        [from, moved],
      );
      const actor = { id: holder?.user_id, isAdmin: false, address: null };
      const [move] = await Promise.allSettled([
        reassignReservation(admin, { id: moved, gpuId: to, reason: null }),
        cancelReservation(actor, holder?.id),
      ]);
      const { gpu_id, status } = await row(moved);
      if (move.status === "fulfilled") expect([gpu_id, status]).toEqual([to, "WAITING"]);
      else expect([gpu_id, status]).toEqual([from, "NOTIFIED"]);
    }
  });
});

describe("an administrator", () => {
  it("moves one that waits before all others", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 0, 2);
    const ids = [];
    for (const person of people) ids.push(await ask(person, gpu));
    const [first, second, last] = ids as [number, number, number];
    expect(await send(admin, moveToFront, { id: last })).toMatchObject({ ok: true });
    await cancelReservation(people[0], first);
    expect(await statuses(second, last)).toEqual(["WAITING", "NOTIFIED"]);
    expect(await send(admin, moveToFront, { id: last })).toEqual(refused("not-waiting"));
  });

  it("extends a use by the rule that holds for its user", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const id = await ask(people[0], gpu, { hours: 2 });
    const say = (hours: number | string) => send(admin, extendAnyUse, { id, hours });
    expect(await say(1)).toEqual(refused("not-active"));
    await startReservation(people[0], id);
    expect(await say(3)).toMatchObject({ ok: true });
    expect((await row(id)).duration).toBe(5);
    expect(await say(44)).toEqual(refused("extension-too-long"));
    expect(await say("1.5")).toMatchObject({ ok: false });
    await ask(people[1], gpu);
    expect(await say(1)).toEqual(refused("somebody-waits"));
  });
});
