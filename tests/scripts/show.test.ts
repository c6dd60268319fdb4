import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { makeShow } from "@/scripts/show/lab";
import { pagesOf } from "@/scripts/show/pages";
import { stopTime } from "../support/engine";

stopTime();

describe("a show", () => {
  it("has somebody who uses, has a turn and waits, and every trouble there is", async () => {
    const show = await makeShow({ gpus: 10, people: 40 });
    const own = await sql("SELECT status FROM reservation WHERE user_id = $1 ORDER BY status", [
      show.user,
    ]);
    expect(own.map(({ status }) => status)).toEqual(
      expect.arrayContaining(["WAITING", "NOTIFIED", "ACTIVE"]),
    );
    const [trouble] = await sql(`
      SELECT count(*) FILTER (WHERE fault IS NOT NULL)::int AS faulty,
             count(*) FILTER (WHERE NOT status)::int AS disabled,
             (SELECT count(*)::int FROM maintenance) AS out,
             (SELECT count(*)::int FROM "user" WHERE status = 'PENDING') AS pending
      FROM gpu`);
    expect(trouble).toMatchObject({ faulty: 1, disabled: 1, out: 1 });
    expect(trouble?.pending).toBeGreaterThan(0);
    const pages = await pagesOf(show);
    expect(pages.map(({ path }) => path)).toContain("/reserve");
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  });
});
