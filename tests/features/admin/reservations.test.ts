import { beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { startReservation } from "@/lib/reservations/commands";
import { listReservations } from "@/lib/reservations/queries-admin";
import { periodOf, reservationFiltersSchema } from "@/lib/reservations/schema-admin";
import { at, NOON } from "../../support/core";
import { ask, itIs, row, statuses, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab } from "../../support/people";
import { actions, everything, refused, refusedAt, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));

const { cancelAnyReservation, endAnyUse } = actions;

/** What the page lists for a URL, as ids. */
async function listed(query: Record<string, string>): Promise<number[]> {
  const filters = reservationFiltersSchema.parse(query);
  const { reservations } = await listReservations(filters, periodOf(filters, "Asia/Taipei"));
  return reservations.map(({ id }) => id);
}

describe("an administrator, over anybody's reservation", () => {
  it("cancels one that waits, with a reason", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    const answer = await send(admin, cancelAnyReservation, { id: ids[1], reason: " 設備維護 " });
    expect(answer).toMatchObject({ ok: true });
    expect(await row(ids[1])).toMatchObject({
      status: "CANCELLED",
      end_cause: "CANCELLED_BY_ADMIN",
      end_reason: "設備維護",
      ended_by: admin.id,
    });
  });

  it("ends a use, and the next one has the turn", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    await startReservation(people[0], ids[0]);
    await send(admin, endAnyUse, { id: ids[0], reason: "test" });
    expect(await statuses(...ids)).toEqual(["COMPLETED", "NOTIFIED"]);
  });

  it.each([
    ["", ["required"]],
    ["  ", ["required"]],
    ["x".repeat(501), ["too-long", { most: 500 }]],
    ["because\r\nBcc: x", ["control-characters"]],
  ] as const)("not for the reason %j", async (reason, [code, params]) => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    const before = await everything();
    const answer = await send(admin, cancelAnyReservation, { id, reason });
    expect(answer).toEqual(refusedAt({ reason: [code, params] }));
    expect(await everything()).toEqual(before);
  });

  it("is told when it has changed since the page was made", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    const form = { id, reason: "test" };
    expect(await send(admin, endAnyUse, form)).toEqual(refused("not-active"));
    await startReservation(people[0], id);
    expect(await send(admin, cancelAnyReservation, form)).toEqual(refused("not-waiting"));
    await send(admin, endAnyUse, form);
    expect(await send(admin, endAnyUse, form)).toEqual(refused("already-ended"));
  });
});

describe("the list of all reservations", () => {
  it("shows the live ones, the ended ones, or all, newest first", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const ended = await ask(people[0], gpu);
    await send(admin, cancelAnyReservation, { id: ended, reason: "test" });
    itIs(NOON + HOUR);
    const live = await ask(people[1], gpu);
    const ofGpu = { gpu: String(gpu) };
    expect(await listed(ofGpu)).toEqual([live]);
    expect(await listed({ ...ofGpu, group: "ended" })).toEqual([ended]);
    expect(await listed({ ...ofGpu, group: "all" })).toEqual([live, ended]);
    expect(await listed({ ...ofGpu, group: "all", sort: "reserved" })).toEqual([ended, live]);
  });

  it("finds people by name, username or lab, in any case, and takes signs as they are", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    await sql(`UPDATE "user" SET name = '王大明 100%_x', lab = 'VisLab' WHERE id = $1`, [a.id]);
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    for (const search of ["王大明", "vislab", "100%_X"]) {
      expect(await listed({ search })).toEqual([ids[0]]);
    }
    expect(await listed({ search: "100%%" })).toEqual([]);
  });

  it("shows what lived at some time of a period, by the days of the reader's zone", async () => {
    const { gpu, people } = await makeLab(1);
    itIs(at("2026-03-02 23:30"));
    const id = await ask(people[0], gpu, { autoStart: true });
    itIs(at("2026-03-03 00:30"));
    await send(await makeAdministrator(), endAnyUse, { id, reason: "test" });
    const days = (from: string, to: string) => listed({ gpu: `${gpu}`, group: "all", from, to });
    expect(await days("2026-03-02", "2026-03-02")).toEqual([id]);
    expect(await days("2026-03-03", "2026-03-03")).toEqual([id]);
    expect(await days("2026-03-03", "")).toEqual([id]);
    expect(await days("2026-03-04", "2026-03-05")).toEqual([]);
    expect(await days("", "2026-03-01")).toEqual([]);
  });

  it("tells who ended it, when and why", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await send(admin, cancelAnyReservation, { id, reason: "fan broken" });
    const filters = reservationFiltersSchema.parse({ gpu: String(gpu), group: "ended" });
    const { reservations } = await listReservations(filters, { from: null, before: null });
    const [{ name } = { name: "" }] = await sql(`SELECT name FROM "user" WHERE id = $1`, [
      admin.id,
    ]);
    expect(reservations).toMatchObject([
      { id, endedBy: name, endReason: "fan broken", endCause: "CANCELLED_BY_ADMIN", endsAt: NOON },
    ]);
  });

  it("has pages, of which the last stands for all beyond", async () => {
    const { gpu, people } = await makeLab(1);
    await sql(
      `INSERT INTO reservation
         (user_id, gpu_id, duration, status, reservation_time, end_time, end_cause)
       SELECT $1, $2, 1, 'CANCELLED', now(), now(), 'CANCELLED' FROM generate_series(1, 60)`,
      [people[0].id, gpu],
    );
    const query = { gpu: String(gpu), group: "all" };
    expect(await listed(query)).toHaveLength(50);
    expect(await listed({ ...query, page: "2" })).toHaveLength(10);
    expect(await listed({ ...query, page: "99" })).toHaveLength(10);
  });

  it.each<Record<string, string>>([
    { group: "x" },
    { gpu: "-1" },
    { gpu: "1e9" },
    { sort: "id; DROP TABLE reservation" },
    { page: "NaN" },
    { page: "-1" },
    { page: "1e99" },
    { from: "2026-02-31" },
    { from: "-271821-04-19" },
    { to: "9999-12-31" },
    { search: "\u0000" },
    { search: "x".repeat(10_000) },
  ])("takes nonsense in the URL for nothing: %j", async (query) => {
    await expect(listed(query)).resolves.toBeInstanceOf(Array);
  });
});
