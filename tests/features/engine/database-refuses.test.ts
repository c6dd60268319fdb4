/** What must never happen is refused by the database itself, whatever the code above it does. */
import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { TRANSITIONS } from "@/lib/domain/reservation";
import { HOUR } from "@/lib/domain/words";
import { NOON } from "../../support/core";
import { row, stopTime } from "../../support/engine";
import { makeGpu, makeLab, makePerson } from "../../support/people";

stopTime();

type Status = keyof typeof TRANSITIONS;
const STATUSES = Object.keys(TRANSITIONS) as Status[];
const time = (hours: number) => new Date(NOON + hours * HOUR);

/** Everything that a row of this status needs, its use lasting from `from` to `to` (hours). */
function columns(status: Status, from = 0, to = 1) {
  const turn = status === "WAITING" ? null : time(from);
  const used = status === "ACTIVE" || status === "COMPLETED";
  const ended = ["COMPLETED", "EXPIRED", "CANCELLED"].includes(status);
  return {
    status,
    notification_time: turn,
    start_time: used ? time(from) : null,
    end_time: used || ended ? time(to) : null,
    end_cause: ended ? "TIME_UP" : null,
  };
}

async function insert(userId: number, gpuId: number, values: Record<string, unknown>) {
  const whole = {
    user_id: userId,
    gpu_id: gpuId,
    duration: 1,
    reservation_time: time(0),
    ...values,
  };
  const names = Object.keys(whole);
  const places = names.map((_, index) => `$${index + 1}`);
  const [inserted] = await sql<{ id: number }>(
    `INSERT INTO reservation (${names}) VALUES (${places}) RETURNING id`,
    Object.values(whole),
  );
  return inserted?.id ?? 0;
}

async function update(id: number, values: Record<string, unknown>) {
  const assignments = Object.keys(values).map((name, index) => `${name} = $${index + 2}`);
  await sql(`UPDATE reservation SET ${assignments} WHERE id = $1`, [id, ...Object.values(values)]);
}

const constraint = (name: string) => ({ constraint: name });

describe("the database refuses", () => {
  it("a second holder of a GPU, in whatever mixture", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    await insert(a.id, gpu, columns("NOTIFIED"));
    for (const second of ["NOTIFIED", "ACTIVE"] as const) {
      await expect(insert(b.id, gpu, columns(second))).rejects.toMatchObject(
        constraint("reservation_one_holder_per_gpu"),
      );
    }
    const waiting = await insert(b.id, gpu, columns("WAITING"));
    await expect(update(waiting, columns("ACTIVE"))).rejects.toMatchObject(
      constraint("reservation_one_holder_per_gpu"),
    );
  });

  it("a second live reservation of one user for one GPU", async () => {
    const { gpu, people } = await makeLab(1);
    await insert(people[0].id, gpu, columns("WAITING"));
    await expect(insert(people[0].id, gpu, columns("WAITING"))).rejects.toMatchObject(
      constraint("reservation_one_live_per_user_and_gpu"),
    );
    await insert(people[0].id, await makeGpu(), columns("WAITING"));
    await insert(people[0].id, gpu, columns("CANCELLED"));
  });

  it("two uses of one GPU at one instant, in the past too; one may begin where another ends", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    await insert(a.id, gpu, columns("COMPLETED", 0, 2));
    for (const [from, to] of [
      [1, 3],
      [-1, 0.001],
      [0.5, 1],
      [-1, 5],
      [0, 2],
    ] as const) {
      await expect(insert(b.id, gpu, columns("COMPLETED", from, to))).rejects.toMatchObject(
        constraint("reservation_use_never_overlaps"),
      );
    }
    await insert(b.id, gpu, columns("COMPLETED", 2, 3));
    await insert(b.id, gpu, columns("COMPLETED", -1, 0));
    await insert(b.id, gpu, columns("COMPLETED", 1, 1));
    await insert(a.id, await makeGpu(), columns("COMPLETED", 0, 2));
  });

  it("every transition that the core does not draw, and no other", async () => {
    const person = await makePerson();
    for (const from of STATUSES) {
      for (const to of STATUSES) {
        const id = await insert(person.id, await makeGpu(), columns(from));
        const attempt = update(id, columns(to));
        const drawn = TRANSITIONS[from].includes(to);
        const stays = from === to && TRANSITIONS[from].length > 0;
        if (drawn || stays) await attempt;
        else await expect(attempt, `${from} → ${to}`).rejects.toMatchObject({ code: "GP001" });
      }
    }
  });

  it("a use into maintenance, and maintenance over a use", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    const out = (from: number, to: number | null) =>
      sql(
        `INSERT INTO maintenance (gpu_id, begins_at, ends_at, reason, made_by, made_at)
         VALUES ($1, $2, $3, 'fan', $4, now())`,
        [gpu, time(from), to === null ? null : time(to), a.id],
      );
    const refused = { code: "GP003" };
    await out(4, 6);
    for (const status of ["NOTIFIED", "ACTIVE"] as const) {
      const values = { ...columns(status, 3, 5), duration: 2 };
      await expect(insert(a.id, gpu, values), status).rejects.toMatchObject(refused);
    }
    const use = await insert(a.id, gpu, columns("ACTIVE", 0, 4));
    await expect(update(use, { end_time: time(4.1) })).rejects.toMatchObject(refused);
    await expect(out(3.9, null)).rejects.toMatchObject(refused);
    await out(6, 7);
    await update(use, { ...columns("COMPLETED", 0, 2) });
    await insert(b.id, gpu, columns("WAITING"));
    await out(2, 3);
  });

  it("maintenance of both, of neither, without a reason, or that ends before it begins", async () => {
    const { gpu, people } = await makeLab(1);
    const [{ server_id: server } = { server_id: 0 }] = await sql(
      "SELECT server_id FROM gpu WHERE id = $1",
      [gpu],
    );
    for (const [gpuId, serverId, to, reason] of [
      [gpu, server, 2, "fan"],
      [null, null, 2, "fan"],
      [gpu, null, 2, ""],
      [gpu, null, 0.5, "fan"],
    ]) {
      const inserted = sql(
        `INSERT INTO maintenance (gpu_id, server_id, begins_at, ends_at, reason, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, now())`,
        [gpuId, serverId, time(1), time(Number(to)), reason, people[0].id],
      );
      await expect(inserted).rejects.toMatchObject({ code: "23514" });
    }
  });

  it("any change of what has ended", async () => {
    const person = await makePerson();
    for (const status of ["COMPLETED", "EXPIRED", "CANCELLED"] as const) {
      const id = await insert(person.id, await makeGpu(), columns(status));
      const before = await row(id);
      for (const change of [{ end_reason: "x" }, { end_time: time(9) }, { user_id: person.id }]) {
        await expect(update(id, change), status).rejects.toMatchObject({ code: "GP001" });
      }
      expect(await row(id)).toEqual(before);
    }
  });

  it("to forget a reservation, or an account or GPU that has one", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await insert(people[0].id, gpu, columns("WAITING"));
    await expect(sql("DELETE FROM reservation WHERE id = $1", [id])).rejects.toMatchObject({
      code: "GP001",
    });
    // 23001: the foreign key says ON DELETE RESTRICT.
    const restricted = { code: expect.stringMatching(/^2300[13]$|^23503$/) };
    await expect(sql("DELETE FROM gpu WHERE id = $1", [gpu])).rejects.toMatchObject(restricted);
    await expect(sql(`DELETE FROM "user" WHERE id = $1`, [people[0].id])).rejects.toMatchObject(
      restricted,
    );
  });

  it.each([
    ["a turn without a time", "NOTIFIED", { notification_time: null }],
    ["a waiting one with a turn", "WAITING", { notification_time: time(0) }],
    ["a use without an end", "ACTIVE", { end_time: null }],
    ["a use that ends when it starts", "ACTIVE", { end_time: time(0) }],
    ["an expired one that was used", "EXPIRED", { start_time: time(0) }],
    ["a cancelled one without its time", "CANCELLED", { end_time: null }],
  ] as const)("%s", async (_what, status, wrong) => {
    const person = await makePerson();
    const values = { ...columns(status), ...wrong };
    await expect(insert(person.id, await makeGpu(), values)).rejects.toMatchObject(
      constraint("reservation_times_fit_status"),
    );
  });

  it("an ending without a cause, and a cause without an ending", async () => {
    const person = await makePerson();
    const wrong = constraint("reservation_ending_has_cause");
    const silent = { ...columns("COMPLETED"), end_cause: null };
    await expect(insert(person.id, await makeGpu(), silent)).rejects.toMatchObject(wrong);
    const early = { ...columns("ACTIVE"), end_cause: "TIME_UP" };
    await expect(insert(person.id, await makeGpu(), early)).rejects.toMatchObject(wrong);
  });

  it("less than one hour", async () => {
    const person = await makePerson();
    for (const duration of [0, -1]) {
      const values = { ...columns("WAITING"), duration };
      await expect(insert(person.id, await makeGpu(), values)).rejects.toMatchObject({
        code: "23514",
      });
    }
  });

  it("to announce one turn twice", async () => {
    const person = await makePerson();
    const id = await insert(person.id, await makeGpu(), columns("NOTIFIED"));
    const announce = (turn: number) =>
      sql(
        `INSERT INTO notification (user_id, reservation_id, kind, turn, payload, created_at, next_attempt_at)
         VALUES ($1, $2, 'your-turn', $3, '{}', now(), now())`,
        [person.id, id, turn],
      );
    await announce(1);
    await announce(2);
    await expect(announce(1)).rejects.toMatchObject({ code: "23505" });
  });

  it("to rewrite or empty the audit log", async () => {
    await sql(
      `INSERT INTO audit_log (at, action, subject_type) VALUES (now(), 'portal.tested', 'portal')`,
    );
    for (const attempt of [
      "UPDATE audit_log SET action = 'x'",
      "DELETE FROM audit_log",
      "TRUNCATE audit_log",
    ]) {
      await expect(sql(attempt), attempt).rejects.toMatchObject({ code: "GP002" });
    }
  });

  it("a time multiplier outside 0 to 10, and a negative priority", async () => {
    for (const multiplier of [0, -1, 10.01, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(makePerson({ time_multiplier: multiplier })).rejects.toMatchObject({
        code: "23514",
      });
    }
    const { gpu, people } = await makeLab(1);
    await expect(
      sql("UPDATE user_gpu_access SET priority = -1 WHERE user_id = $1 AND gpu_id = $2", [
        people[0].id,
        gpu,
      ]),
    ).rejects.toMatchObject({ code: "23514" });
  });
});
