import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { cancelReservation, startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";

stopTime();

const liveOf = async (userId: number) =>
  (
    await sql(
      `SELECT id FROM reservation
       WHERE user_id = $1 AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE')`,
      [userId],
    )
  ).length;

describe("reserving a free GPU", () => {
  it("gives the turn at once, and the mail with it", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    expect(await row(id)).toMatchObject({
      user_id: people[0].id,
      gpu_id: gpu,
      duration: 2,
      status: "NOTIFIED",
      turn: 1,
      reservation_time: new Date(NOON),
      notification_time: new Date(NOON),
      start_time: null,
      end_time: null,
    });
    expect(await audited(id)).toEqual([
      `reservation.reserved by ${people[0].id}`,
      "reservation.turn-given by -",
    ]);
    const claimBy = new Date(NOON + HOUR).toISOString();
    const [mail] = await sql("SELECT * FROM notification WHERE reservation_id = $1", [id]);
    expect(mail).toMatchObject({
      user_id: people[0].id,
      kind: "your-turn",
      status: "PENDING",
      created_at: new Date(NOON),
      next_attempt_at: new Date(NOON),
      payload: { gpuId: gpu, model: "RTX 4090", durationHours: 2, claimBy },
    });
    expect(JSON.stringify(mail)).not.toContain("ssh gpu.example.org");
  });

  it("starts at once with auto-start, and the mail says so", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { autoStart: true, hours: 3 });
    expect(await row(id)).toMatchObject({
      status: "ACTIVE",
      notification_time: new Date(NOON),
      start_time: new Date(NOON),
      end_time: new Date(NOON + 3 * HOUR),
    });
    expect(await mailed(id)).toEqual(["started 1"]);
  });

  it("that is disabled or faulty only waits, and no mail leaves", async () => {
    const { gpu, people } = await makeLab(1, 1);
    await sql("UPDATE gpu SET status = false WHERE id = $1", [gpu]);
    const first = await ask(people[0], gpu);
    await sql("UPDATE gpu SET status = true, fault = 'Xid 79' WHERE id = $1", [gpu]);
    const second = await ask(people[1], gpu);
    expect(await statuses(first, second)).toEqual(["WAITING", "WAITING"]);
    expect([...(await mailed(first)), ...(await mailed(second))]).toEqual([]);
    await sql("UPDATE gpu SET fault = NULL WHERE id = $1", [gpu]);
    await settleGpu(gpu);
    expect(await statuses(first, second)).toEqual(["NOTIFIED", "WAITING"]);
  });
});

describe("reserving a GPU that somebody holds", () => {
  it("waits in the queue: a better priority goes first though it came later", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1, 0);
    const [a, b, c] = people;
    const first = await ask(a, gpu);
    const second = await ask(b, gpu);
    itIs(NOON + 1000);
    const third = await ask(c, gpu);
    expect(await statuses(first, second, third)).toEqual(["NOTIFIED", "WAITING", "WAITING"]);
    await cancelReservation(a, first);
    expect(await statuses(first, second, third)).toEqual(["CANCELLED", "WAITING", "NOTIFIED"]);
    expect(await mailed(second)).toEqual([]);
  });

  it("whose time ran out a moment ago ends that use and gives the turn to whoever was waiting", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 2, 1);
    const [a, b, c] = people;
    const first = await ask(a, gpu, { autoStart: true });
    const second = await ask(b, gpu);
    itIs(NOON + 2 * HOUR);
    const third = await ask(c, gpu);
    expect(await statuses(first, second, third)).toEqual(["COMPLETED", "NOTIFIED", "WAITING"]);
  });

  it("oneself, after the end of the own use, is no second live reservation", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const first = await ask(people[0], gpu, { autoStart: true });
    itIs(NOON + 2 * HOUR);
    const second = await ask(people[0], gpu);
    expect(await statuses(first, second)).toEqual(["COMPLETED", "NOTIFIED"]);
  });
});

describe("a reservation is refused", () => {
  it("for more hours than floor(max hours × multiplier)", async () => {
    const gpu = await makeGpu({ max_hours: 100 });
    const person = await makePerson({ time_multiplier: 0.29 });
    await giveAccess(person, gpu);
    await expect(ask(person, gpu, { hours: 30 })).rejects.toMatchObject({
      code: "duration-too-long",
      params: { longest: 29 },
      field: "hours",
    });
    expect(await liveOf(person.id)).toBe(0);
    await ask(person, gpu, { hours: 29 });
  });

  it("while one of the same user and GPU is live, and not any more afterwards", async () => {
    const { gpu, people } = await makeLab(1);
    const first = await ask(people[0], gpu);
    expect(await refusal(ask(people[0], gpu))).toBe("already-reserved");
    await startReservation(people[0], first);
    expect(await refusal(ask(people[0], gpu))).toBe("already-reserved");
    expect(await liveOf(people[0].id)).toBe(1);
  });

  it("beyond three live ones over all GPUs; the ended ones do not count", async () => {
    const person = await makePerson();
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu(), await makeGpu()] as const;
    for (const gpu of gpus) await giveAccess(person, gpu);
    const first = await ask(person, gpus[0]);
    await ask(person, gpus[1]);
    await ask(person, gpus[2], { autoStart: true });
    await expect(ask(person, gpus[3])).rejects.toMatchObject({
      code: "too-many-live",
      params: { most: 3 },
    });
    await cancelReservation(person, first);
    await ask(person, gpus[3]);
    expect(await liveOf(person.id)).toBe(3);
  });

  it("not because of a use whose time is up, though nobody has ended it yet", async () => {
    itIs(NOON);
    const person = await makePerson();
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu(), await makeGpu()] as const;
    for (const gpu of gpus) await giveAccess(person, gpu);
    for (const gpu of gpus.slice(0, 3)) await ask(person, gpu, { autoStart: true });
    itIs(NOON + 2 * HOUR);
    await ask(person, gpus[3]);
  });

  it("for a GPU that is not visible, or does not exist, in the same words; administrators too", async () => {
    const stranger = await makePerson();
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const before = await sql("SELECT count(*) FROM audit_log");
    expect(await refusal(ask(stranger, gpu))).toBe("not-found");
    expect(await refusal(ask(stranger, 2_147_483_647))).toBe("not-found");
    expect(await refusal(ask(admin, gpu))).toBe("not-found");
    expect(await sql("SELECT * FROM reservation WHERE gpu_id = $1", [gpu])).toEqual([]);
    expect(await sql("SELECT count(*) FROM audit_log")).toEqual(before);
  });

  it("for a GPU that is not visible, even where another limit would refuse it too", async () => {
    const { gpu, people } = await makeLab(1);
    await ask(people[0], gpu);
    const hidden = await makeGpu({ max_hours: 1 });
    expect(await refusal(ask(people[0], hidden, { hours: 999 }))).toBe("not-found");
  });

  it("while the access or the account is disabled, or the account is not approved yet", async () => {
    const { gpu, people } = await makeLab(1);
    await giveAccess(people[0], gpu, { enabled: false });
    expect(await refusal(ask(people[0], gpu))).toBe("access-disabled");
    await giveAccess(people[0], gpu);
    for (const status of ["PENDING", "DISABLED"]) {
      await sql(`UPDATE "user" SET status = $2 WHERE id = $1`, [people[0].id, status]);
      expect(await refusal(ask(people[0], gpu))).toBe("account-disabled");
    }
    expect(await liveOf(people[0].id)).toBe(0);
  });
});
