import { beforeEach, describe, expect, it } from "vitest";
import { currentAnnouncement } from "@/lib/announcements/queries";
import { textFor } from "@/lib/announcements/views";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { instantOf, wallClockOf } from "@/lib/i18n/wall-clock";
import { at, NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator } from "../../support/people";
import { actions, auditOf, type Fields, refused, refusedAt, send } from "../admin/request";

stopTime();
beforeEach(async () => {
  itIs(NOON);
  await sql("DELETE FROM announcement");
});

const publish = async (fields: Fields, seen: string | number = "") =>
  send(await makeAdministrator(), actions.publishAnnouncement, {
    textZh: "",
    textEn: "",
    until: "",
    seen,
    ...fields,
  });

describe("an announcement", () => {
  it("stands until it is taken back; whoever has no words of their own reads the other's", async () => {
    expect(await currentAnnouncement()).toBeNull();
    expect(await publish({ textZh: " 週五停機\r\n請存檔 " })).toMatchObject({ ok: true });
    const announcement = await currentAnnouncement();
    expect(announcement).toMatchObject({ textZh: "週五停機\n請存檔", textEn: null, until: null });
    if (!announcement) throw new Error("nothing stands");
    expect(textFor(announcement, "en")).toEqual({ text: "週五停機\n請存檔", locale: "zh-TW" });
    const admin = await makeAdministrator();
    const back = { seen: announcement.id };
    expect(await send(admin, actions.takeAnnouncementBack, back)).toMatchObject({ ok: true });
    expect(await currentAnnouncement()).toBeNull();
    expect(await send(admin, actions.takeAnnouncementBack, back)).toEqual(
      refused("changed-meanwhile"),
    );
  });

  it("ends by itself, at a time on its writer's clock", async () => {
    await publish({ textEn: "Down on Friday", until: "2026-03-02T13:00" });
    expect(await currentAnnouncement()).toMatchObject({ until: NOON + HOUR });
    itIs(NOON + HOUR);
    expect(await currentAnnouncement()).toBeNull();
    expect(await publish({ textEn: "Up again" })).toMatchObject({ ok: true });
  });

  it("is replaced by a new one, which is shown again and written down", async () => {
    await publish({ textEn: "Down on Friday" });
    const first = await currentAnnouncement();
    await publish({ textEn: "Down on Monday", textZh: "週一停機" }, first?.id);
    const second = await currentAnnouncement();
    expect(second?.id).toBeGreaterThan(first?.id ?? 0);
    expect(await auditOf("announcement", second?.id ?? 0)).toMatchObject([
      {
        action: "announcement.published",
        details: {
          textEn: { from: "Down on Friday", to: "Down on Monday" },
          textZh: { from: null, to: "週一停機" },
        },
      },
    ]);
    expect(await publish({ textEn: "Unseen" }, first?.id)).toEqual(refused("changed-meanwhile"));
    expect(await sql("SELECT id FROM announcement")).toHaveLength(1);
  });

  it.each([
    [{}, { textZh: ["required"] }],
    [{ textZh: " \u3000\n" }, { textZh: ["required"] }],
    [{ textEn: "x".repeat(501) }, { textEn: ["too-long", { most: 500 }] }],
    [{ textEn: "a\u0000b" }, { textEn: ["control-characters"] }],
    [{ textEn: "a", until: "2026-03-02T11:59" }, { until: ["in-the-past"] }],
    [{ textEn: "a", until: "tomorrow" }, { until: ["not-a-time"] }],
    [{ textEn: "a", until: "2026-02-30T10:00" }, { until: ["not-a-time"] }],
    [{ textEn: "a", until: "99999-01-01T10:00" }, { until: ["not-a-time"] }],
  ] as const)("is refused when it says nothing, or nonsense: %j", async (fields, expected) => {
    expect(await publish(fields as Fields)).toEqual(
      refusedAt(expected as unknown as Parameters<typeof refusedAt>[0]),
    );
    expect(await currentAnnouncement()).toBeNull();
  });
});

describe("a time on somebody's clock", () => {
  it("is read in their zone and shown as it was written", () => {
    expect(instantOf("2026-03-02T12:00", "Asia/Taipei")).toBe(NOON);
    expect(wallClockOf(NOON, "Asia/Taipei")).toBe("2026-03-02T12:00");
    // The hour that the change to summer time leaves out.
    const left = instantOf("2026-03-29T02:30", "Europe/Berlin");
    expect(left).toBe(at("2026-03-29 03:30", "Europe/Berlin"));
    expect(instantOf("0000-00-00T00:00", "Asia/Taipei")).toBeNull();
  });
});
