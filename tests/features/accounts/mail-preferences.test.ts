import { describe, expect, it, vi } from "vitest";
import { saveMailPreferences } from "@/app/(portal)/profile/actions";
import { NOTHING_YET } from "@/lib/action-state";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { MUTABLE_KINDS } from "@/lib/domain/mail-kinds";
import { translator } from "@/lib/i18n/translator";
import { mutedKinds } from "@/lib/notifications/queries";
import { stopTime } from "../../support/engine";
import { makeAdministrator, makePerson } from "../../support/people";

const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("@/lib/web/address", () => ({ clientAddress: async () => "192.0.2.7" }));
vi.mock("next/cache", () => ({ refresh: () => undefined }));
vi.mock("next-intl/server", () => ({
  getTranslations: async (area: "errors") => translator("en", area),
}));

stopTime();

/** Sends the form with these boxes ticked. */
async function wants(who: Actor | null, kinds: readonly string[]) {
  request.user = who;
  const form = new FormData();
  form.set("asked", "1");
  for (const kind of kinds) form.set(kind, "on");
  const answer = await saveMailPreferences(NOTHING_YET, form);
  return { answer, muted: who ? [...(await mutedKinds(who.id))].sort() : [] };
}

describe("the mails that somebody wants", () => {
  it("are those whose boxes are ticked", async () => {
    const person = await makePerson();
    expect(await wants(person, ["ended", "calendar-updated"])).toMatchObject({
      answer: { ok: true },
      muted: ["ending-soon", "turn-passed-on"],
    });
    expect((await wants(person, MUTABLE_KINDS)).muted).toEqual([]);
  });

  it("of administrators are theirs to choose, and nobody else's", async () => {
    const admin = await makeAdministrator();
    expect((await wants(admin, [])).muted).toEqual([...MUTABLE_KINDS].sort());
    await sql(`UPDATE "user" SET is_admin = false WHERE id = $1`, [admin.id]);
    const kept = await wants({ ...admin, isAdmin: false }, MUTABLE_KINDS);
    expect(kept.muted).toEqual(["incident", "registration-received"]);
  });

  it("of what must reach them stay, whatever is sent", async () => {
    const person = await makePerson();
    expect((await wants(person, [...MUTABLE_KINDS, "__proto__", "x'; --"])).muted).toEqual([]);
    expect((await wants(null, [])).answer).toMatchObject({ ok: false });
  });
});
