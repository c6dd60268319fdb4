import { beforeEach, describe, expect, it, vi } from "vitest";
import { GET as gpus } from "@/app/api/gpus/route";
import { GET as reservations } from "@/app/api/reservations/route";
import { GET as servers } from "@/app/api/servers/route";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { translator } from "@/lib/i18n/translator";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab } from "../../support/people";

const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("@/lib/i18n/time-view", () => ({
  timeView: async () => ({ locale: "en", timeZone: "Asia/Taipei", isOwnZone: true, now: 0 }),
}));
vi.mock("next-intl/server", () => ({
  getTranslations: async (area: "errors") => translator("en", area),
}));

stopTime();
beforeEach(() => itIs(NOON));

const ROUTES = { reservations, gpus, servers };

async function fetched(who: Actor | null, route: keyof typeof ROUTES, query = "") {
  request.user = who;
  const answer = await ROUTES[route](new Request(`http://portal/api/${route}${query}`));
  return { status: answer.status, text: await answer.text() };
}

describe("the lists as files", () => {
  it("are there for administrators only", async () => {
    const { people } = await makeLab(1);
    for (const route of ["reservations", "gpus", "servers"] as const) {
      expect(await fetched(null, route)).toEqual({ status: 401, text: "" });
      expect(await fetched(people[0], route)).toEqual({ status: 404, text: "" });
      expect((await fetched(await makeAdministrator(), route)).status).toBe(200);
    }
  });

  it("hold what the filters of the URL leave, and no formula", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    await sql(`UPDATE "user" SET name = '=1+1', lab = '王' WHERE id = $1`, [people[0].id]);
    const id = await ask(people[0], gpu, { autoStart: true });
    await ask(people[1], gpu);
    const { text } = await fetched(admin, "reservations", `?gpu=${gpu}&search=王`);
    const lines = text.trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(new RegExp(`^${id},u-[^,]+,'=1\\+1,王,`));
    expect(lines[1]).toContain("2026-03-02 12:00");
    const list = await fetched(admin, "gpus", "?state=held&search=%3D1%2B1");
    expect(list.text.trim().split("\r\n")).toHaveLength(2);
  });

  it("take nonsense in the URL for nothing", async () => {
    const admin = await makeAdministrator();
    for (const query of ["?page=NaN&sort=x", "?gpu=a&gpu=b", "?search=%00", "?from=2026-99-99"]) {
      expect((await fetched(admin, "reservations", query)).status).toBe(200);
      expect((await fetched(admin, "gpus", query)).status).toBe(200);
      expect((await fetched(admin, "servers", query)).status).toBe(200);
    }
  });
});
