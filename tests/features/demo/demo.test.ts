import { beforeAll, describe, expect, it } from "vitest";
import { endPasswordThreads, passwordMatches } from "@/lib/accounts/passwords";
import { sql } from "@/lib/db";
import { fillDemo } from "@/lib/demo/commands";
import { isDemo } from "@/lib/demo/queries";
import { story } from "@/lib/demo/story";
import { claimDeadline } from "@/lib/domain/claim-window";
import { longestReservationHours } from "@/lib/domain/limits";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { gpuChart, readingsOf } from "@/lib/stats/queries";
import { at, NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu } from "../../support/people";

stopTime();

const PASSWORD = "only-for-the-demo";
const all = () =>
  sql(
    `SELECT r.*, u.time_multiplier, u.username, g.max_hours
     FROM reservation r JOIN "user" u ON u.id = r.user_id JOIN gpu g ON g.id = r.gpu_id ORDER BY r.id`,
  );

describe("the demo lab", () => {
  beforeAll(async () => {
    itIs(NOON);
    await makeAdministrator();
    expect(await isDemo()).toBe(false);
    expect(await fillDemo(PASSWORD)).toBe("filled");
    await endPasswordThreads();
  });

  it("is marked as a demo, and filled once", async () => {
    expect(await isDemo()).toBe(true);
    const before = (await all()).length;
    expect(await fillDemo("another-password")).toBe("was-filled");
    expect((await all()).length).toBe(before);
  });

  it("shows some of everything, and weeks of history", async () => {
    const counts = await sql(
      "SELECT status, count(*)::int AS count FROM reservation GROUP BY 1 ORDER BY 1",
    );
    const of = Object.fromEntries(counts.map(({ status, count }) => [status, count]));
    expect(of).toMatchObject({ WAITING: 10, NOTIFIED: 1, ACTIVE: 4 });
    expect(of.COMPLETED).toBeGreaterThan(100);
    expect(of.EXPIRED).toBeGreaterThan(2);
    expect(of.CANCELLED).toBeGreaterThan(5);
    const [oldest] = await sql("SELECT min(start_time) AS since FROM reservation");
    expect(oldest?.since.getTime()).toBeLessThan(NOON - 20 * 24 * HOUR);
    const [gpus] = await sql(
      `SELECT count(*)::int, count(fault)::int AS faulty,
         count(*) FILTER (WHERE NOT status)::int AS disabled FROM gpu`,
    );
    expect(gpus).toEqual({ count: 8, faulty: 1, disabled: 1 });
    const people = await sql(
      `SELECT status, count(*)::int FROM "user" WHERE NOT is_admin GROUP BY 1`,
    );
    expect(people).toEqual(
      expect.arrayContaining([
        { status: "ACTIVE", count: 14 },
        { status: "PENDING", count: 1 },
      ]),
    );
  });

  it("can be logged in to, and writes to nobody", async () => {
    const [person] = await sql(`SELECT password_hash FROM "user" WHERE username = 'yichun.chen'`);
    expect(await passwordMatches(PASSWORD, person?.password_hash)).toBe(true);
    await endPasswordThreads();
    const strangers = await sql(
      `SELECT username FROM "user" WHERE NOT is_admin AND email NOT LIKE '%@example.org'`,
    );
    expect(strangers).toEqual([]);
    expect(await sql("SELECT id FROM notification")).toEqual([]);
  });

  it("stands as the core left it: nothing is due, the right one has each GPU", async () => {
    itIs(NOON);
    const before = await all();
    for (const { id } of await sql<{ id: number }>("SELECT id FROM gpu")) await settleGpu(id);
    expect(await all()).toEqual(before);
    expect(await sql("SELECT id FROM notification")).toEqual([]);
  });

  it("keeps every limit in its past too", async () => {
    const reservations = await all();
    const rules = policy();
    for (const one of reservations) {
      const longest = longestReservationHours(one.max_hours, one.time_multiplier);
      expect(one.duration).toBeLessThanOrEqual(longest);
      const turn = one.notification_time?.getTime();
      if (turn) expect(turn).toBeGreaterThanOrEqual(one.reservation_time.getTime());
      if (one.start_time) {
        expect(one.start_time.getTime()).toBeLessThan(claimDeadline(turn, rules));
        const planned = one.start_time.getTime() + one.duration * HOUR;
        expect(one.end_time.getTime()).toBeLessThanOrEqual(planned);
      }
      if (one.status === "EXPIRED") {
        expect(one.end_time.getTime()).toBe(claimDeadline(turn, rules));
      }
      const meanwhile = reservations.filter(
        (other) =>
          other.user_id === one.user_id &&
          other.id !== one.id &&
          other.reservation_time <= one.reservation_time &&
          (other.status === "WAITING" || !other.end_time || other.end_time > one.reservation_time),
      );
      expect(meanwhile.length, one.username).toBeLessThan(rules.maxLiveReservations);
      expect(meanwhile.map(({ gpu_id }) => gpu_id)).not.toContain(one.gpu_id);
    }
  });

  it("has a week of charts, with load while somebody held the card and in some use none", async () => {
    const uses = await sql(
      `SELECT r.id, r.gpu_id, avg(s.utilization_gpu)::float8 AS load FROM reservation r
       JOIN gpu_sample s ON s.gpu_id = r.gpu_id AND s.at >= r.start_time AND s.at < r.end_time
       WHERE r.end_time - r.start_time > interval '2 h' GROUP BY r.id`,
    );
    const idle = uses.filter(({ load }) => load === 0);
    expect(uses.length).toBeGreaterThan(30);
    expect(idle.length).toBeGreaterThan(1);
    expect(idle.length).toBeLessThan(uses.length / 4);
    for (const { load } of uses.filter(({ load }) => load > 0)) expect(load).toBeGreaterThan(15);
    const [unheld] = await sql(
      `SELECT max(utilization_gpu) AS load FROM gpu_sample s WHERE NOT EXISTS (
         SELECT FROM reservation r
         WHERE r.gpu_id = s.gpu_id AND s.at >= r.start_time AND s.at < r.end_time)`,
    );
    expect(unheld?.load).toBe(0);
  });

  it("shows the same on the pages: means, gaps, uses and the newest values", async () => {
    itIs(NOON);
    const administrator = { id: 0, isAdmin: true };
    const gpus = await sql<{ id: number; fault: string | null }>("SELECT id, fault FROM gpu");
    for (const { id } of gpus) {
      const chart = await gpuChart(administrator, id);
      const { load = [], temperature = [] } = chart?.series ?? {};
      expect(load.filter((mean) => mean === null).length).toBeGreaterThan(1);
      expect(load.filter((mean) => mean !== null).length).toBeGreaterThan(200);
      expect(Math.max(...temperature.map((mean) => mean ?? 0))).toBeLessThan(90);
      expect(chart?.uses.length).toBeGreaterThan(1);
    }
    const readings = await readingsOf(administrator);
    const current = readings.filter(({ at }) => at > NOON - 5 * MINUTE);
    expect(current.length).toBe(gpus.filter(({ fault }) => fault === null).length);
    expect(readings.every(({ memoryTotal }) => Number(memoryTotal) > 20_000)).toBe(true);
  });

  it("has an audit log that tells the same story", async () => {
    const wrong = await sql(
      `SELECT r.id FROM reservation r WHERE (
         SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log
         WHERE subject_type = 'reservation' AND subject_id = r.id
       ) <> concat_ws(' ', 'reservation.reserved',
         CASE WHEN r.notification_time IS NOT NULL THEN 'reservation.turn-given' END,
         CASE WHEN r.start_time IS NOT NULL AND NOT r.auto_start THEN 'reservation.started' END,
         CASE r.status WHEN 'COMPLETED' THEN 'reservation.completed'
           WHEN 'EXPIRED' THEN 'reservation.turn-passed-on'
           WHEN 'CANCELLED' THEN 'reservation.cancelled' END)`,
    );
    expect(wrong).toEqual([]);
  });
});

it("is the same every time, but for the time", () => {
  expect(story(NOON, policy())).toEqual(story(NOON, policy()));
});

it("shows the same living lab at any time of day, and under any rules", () => {
  const rules = policy();
  for (let hour = 0; hour < 24; hour += 5) {
    const now = at("2026-03-02 00:00") + hour * HOUR + 7 * MINUTE;
    for (const quick of [rules, { ...rules, claimWindowMinutes: 0.1, quietHours: null }]) {
      const told = story(now, quick);
      expect(told.filter(({ status }) => status === "COMPLETED").length).toBeGreaterThan(80);
      for (const { startsAt, endsAt, status } of told) {
        if (status === "COMPLETED") expect(endsAt).toBeLessThanOrEqual(now);
        if (startsAt && endsAt) expect(endsAt).toBeGreaterThan(startsAt);
      }
    }
  }
});

it("keeps to the cap and the quiet hours that are set", () => {
  const quietHours = { start: "12:00", end: "18:00" };
  const told = story(NOON, { ...policy(), quietHours, maxLiveReservations: 2 });
  const past = told.filter(({ status }) => status === "COMPLETED");
  const quiet = past.filter(({ startsAt }) => {
    const hour = (Number(startsAt) / HOUR + 8) % 24;
    return hour >= 12 && hour < 18;
  });
  expect(quiet.length).toBeGreaterThan(5);
  expect(quiet.filter(({ autoStart }) => !autoStart)).toEqual([]);
  for (const { username, reservedAt } of told) {
    const live = told.filter(
      (other) =>
        other.username === username &&
        other.reservedAt <= reservedAt &&
        (other.endsAt === null || other.endsAt > reservedAt),
    );
    expect(live.length, username).toBeLessThanOrEqual(2);
  }
});

it("is refused by a portal that has a GPU of its own", async () => {
  await sql("DELETE FROM portal_fact");
  await makeGpu();
  expect(await fillDemo(PASSWORD)).toBe("not-empty");
  await endPasswordThreads();
});
