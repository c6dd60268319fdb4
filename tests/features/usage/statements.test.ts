import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { MINUTE } from "@/lib/domain/words";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu } from "../../support/people";
import { usage } from "./past";

stopTime();
afterEach(() => vi.restoreAllMocks());

/** So many people of as many labs, each with a use of a minute of a new GPU. */
async function grow(count: number): Promise<void> {
  const gpu = await makeGpu();
  await sql(
    `WITH people AS (
       INSERT INTO "user" (username, name, email, phone, lab, password_hash, status)
       SELECT w, w, w || '@crowd.example', left(w, 16), w, '-', 'ACTIVE'
       FROM (SELECT substr(md5(random()::text), 1, 16) AS w FROM generate_series(1, $1)) words
       RETURNING id
     ), numbered AS (SELECT id, row_number() OVER () * interval '1 min' AS ago FROM people)
     INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, end_cause, turn)
     SELECT id, $2::int, 1, 'COMPLETED', $3::timestamptz - ago, $3::timestamptz - ago,
            $3::timestamptz - ago, $3::timestamptz - ago + interval '1 min', 'TIME_UP', 1
     FROM numbered`,
    [count, gpu, new Date(NOON - MINUTE)],
  );
}

async function statementsOf(viewer: Actor, by: string): Promise<{ rows: number; count: number }> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  const { rows } = await usage(viewer, { by });
  const count = query.mock.calls.length;
  query.mockRestore();
  return { rows: rows.length, count };
}

describe("the number of SQL statements of the usage page", () => {
  it("is the same at 5 rows and at 500", async () => {
    itIs(NOON);
    const admin = await makeAdministrator();
    const counts = async () => {
      const found = [];
      for (const by of ["gpu", "user", "lab", "month"]) found.push(await statementsOf(admin, by));
      return found;
    };
    await grow(5);
    const few = await counts();
    expect(few.map(({ rows }) => rows)).toEqual([1, 5, 5, 1]);
    await grow(495);
    const many = await counts();
    expect(many.map(({ rows }) => rows)).toEqual([2, 500, 500, 1]);
    expect(few.map(({ count }) => count)).toEqual([3, 3, 3, 3]);
    expect(many.map(({ count }) => count)).toEqual([3, 3, 3, 3]);
  });
});
