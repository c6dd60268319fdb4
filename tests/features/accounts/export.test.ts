import { beforeEach, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/admin/accounts/csv/route";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { translator } from "@/lib/i18n/translator";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makePerson } from "../../support/people";

const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("next-intl/server", () => ({
  getTranslations: async (area: "adminAccounts") => translator("zh-TW", area),
}));

stopTime();
beforeEach(() => itIs(NOON));

async function fetched(who: Actor | null, query: string): Promise<Response> {
  request.user = who;
  return GET(new Request(`http://portal/admin/accounts/csv?${query}`));
}

describe("the file of accounts", () => {
  it("holds what the list's filters let through, harmless, and no password", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson();
    await sql(
      `UPDATE "user" SET name = '=1+1', lab = 'CSV 實驗室', password_hash = 'secret-hash' WHERE id = $1`,
      [person.id],
    );
    const answer = await fetched(admin, `lab=${encodeURIComponent("CSV 實驗室")}`);
    expect(answer.headers.get("Content-Type")).toContain("text/csv");
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
    const [head, row, end] = text.split("\r\n");
    expect(head).toMatch(/^\ufeff使用者名稱,姓名,/);
    expect(row).toContain(",'=1+1,CSV 實驗室,");
    expect(row).toContain("啟用中");
    expect(end).toBe("");
    expect(text).not.toContain("secret-hash");
  });

  it("holds what the list shows where a filter is there twice", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson();
    await sql(`UPDATE "user" SET lab = 'Once' WHERE id = $1`, [person.id]);
    const answer = await fetched(admin, "lab=Once&lab=Twice");
    expect((await answer.text()).split("\r\n")).toHaveLength(3);
  });

  it("takes odd filters for none", async () => {
    const admin = await makeAdministrator();
    for (const query of ["status=x&sort=;DROP&page=NaN", "search=%00", "lab=%F0%9F%98%80"]) {
      expect((await fetched(admin, query)).status).toBe(200);
    }
  });

  it("does not exist for others", async () => {
    expect((await fetched(await makePerson(), "")).status).toBe(404);
    expect((await fetched(null, "")).status).toBe(401);
  });
});
