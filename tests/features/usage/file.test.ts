import { describe, expect, it } from "vitest";
import { csvOf } from "@/lib/csv";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { usageFile } from "@/lib/usage/file";
import { at, NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu, makePerson } from "../../support/people";
import { reported, turned, usage, used } from "./past";

stopTime();

const DAWN = at("2026-03-01 06:00");

describe("the file of usage", () => {
  it("has plain numbers under heads in the reader's language, and runs nothing", async () => {
    itIs(NOON);
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const person = await makePerson();
    await sql(`UPDATE "user" SET name = '=陳怡君()', lab = '影像組' WHERE id = $1`, [person.id]);
    await used(person, gpu, DAWN, DAWN + 1.5 * HOUR);
    await reported(gpu, DAWN, 5);
    const asked = { by: "user", gpu: String(gpu), from: "2026-03-01", to: "2026-03-01" };
    const { name, rows, columns } = usageFile(await usage(admin, asked), "zh-TW", true);
    expect(name).toBe("gpusched-usage-by-user-2026-03-01-to-2026-03-01");
    const [heads, row, end] = csvOf(rows, columns).split("\r\n");
    expect(heads).toBe(
      "\ufeff使用者,實驗室／單位,占用時數,運算時數,有資料的占用時數,總時數,占總時間（%）,開始次數,逾時未開始,輪到次數,平均等候（小時）",
    );
    expect(row).toBe("'=陳怡君(),影像組,1.5,0.25,0.5,18.1667,8.2569,1,0,1,0.1667");
    expect(end).toBe("");
  });

  it("leaves out what is not known", async () => {
    itIs(NOON);
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const [reservedAt, turnAt, to] = [DAWN - HOUR, DAWN, DAWN + HOUR];
    await turned(admin, gpu, { status: "EXPIRED", reservedAt, turnAt, to });
    const asked = { by: "month", gpu: String(gpu), from: "2026-03-01", to: "2026-03-01" };
    const { rows } = usageFile(await usage(admin, asked), "en", true);
    expect(rows).toEqual([
      expect.objectContaining({
        Month: "2026-03",
        "Hours held": 0,
        "Hours computing": null,
        "Expired turns": 1,
        "Mean wait (hours)": 1,
      }),
    ]);
  });
});
