import { describe, expect, it } from "vitest";
import { linkUrl } from "@/lib/accounts/links";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/notifications/kinds";
import { type RenderedMail, renderMail } from "@/lib/notifications/render";
import { LINK, NOTICES, NOW, TOMORROW } from "./notices";

process.env.NEXTAUTH_URL = "https://gpusched.example.org";

type Change = { kind: NoticeKind; facts?: object; locale?: Locale; name?: string };

function render({ kind, facts, locale = "en", name = "Ada" }: Change, redacted = false) {
  const payload = { ...NOTICES[kind], ...facts };
  const mail = {
    kind,
    payload,
    reservationId: 41,
    locale,
    name,
    username: "ada",
    email: "ada@example.org",
  };
  return renderMail(mail, { redacted, now: NOW });
}

/** What a person reads in the HTML part. */
const visible = ({ html }: RenderedMail) =>
  html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");

const urls = ({ html }: RenderedMail) =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url);

describe("the subject alone tells what happened", () => {
  it.each<[Change, string, string]>([
    [
      { kind: "your-turn" },
      "Your turn: RTX 4090 (gpu01-2), start before 18:30",
      "輪到您使用 RTX 4090（gpu01-2），請於 18:30 前開始",
    ],
    [
      { kind: "your-turn", facts: { claimBy: TOMORROW } },
      "Your turn: RTX 4090 (gpu01-2), start before Tue, 3 Mar, 09:00",
      "輪到您使用 RTX 4090（gpu01-2），請於 3/3（二）09:00 前開始",
    ],
    [
      { kind: "incident" },
      "Fault: RTX 4090 (gpu01-2) must be reset",
      "故障：RTX 4090（gpu01-2）需要重設",
    ],
    [
      { kind: "incident", facts: { incident: "fault", detail: "lost" } },
      "Fault: RTX 4090 (gpu01-2) is lost",
      "故障：RTX 4090（gpu01-2）已失去連線",
    ],
    [
      { kind: "incident", facts: { incident: "vanished", detail: "" } },
      "Fault: RTX 4090 (gpu01-2) is no longer reported",
      "故障：RTX 4090（gpu01-2）已從回報中消失",
    ],
    [
      { kind: "incident", facts: { incident: "hot", detail: "96" } },
      "Too hot: RTX 4090 (gpu01-2) at 96 °C",
      "溫度過高：RTX 4090（gpu01-2）達 96 °C",
    ],
    [
      { kind: "incident", facts: { incident: "silent", detail: "", gpu: null } },
      "No statistics from gpu01 for 5 minutes",
      "gpu01 已 5 分鐘沒有統計資料",
    ],
    [
      { kind: "started" },
      "Started: RTX 4090 (gpu01-2), yours until 18:30",
      "已開始使用 RTX 4090（gpu01-2），至 18:30 為止",
    ],
    [
      { kind: "turn-passed-on" },
      "Turn passed on: RTX 4090 (gpu01-2), not started before 18:30",
      "逾時未開始，已讓給下一位：RTX 4090（gpu01-2）（期限 18:30）",
    ],
    [
      { kind: "ending-soon" },
      "Ending soon: RTX 4090 (gpu01-2) is yours until 18:30",
      "即將結束：RTX 4090（gpu01-2），使用至 18:30 為止",
    ],
    [
      { kind: "ended" },
      "Your time on RTX 4090 (gpu01-2) is over",
      "使用時間已結束：RTX 4090（gpu01-2）",
    ],
    [
      { kind: "ended", facts: { cause: "ENDED_BY_ADMIN" } },
      "Ended by an administrator: RTX 4090 (gpu01-2)",
      "管理員已結束您的使用：RTX 4090（gpu01-2）",
    ],
    [
      { kind: "cancelled-by-admin" },
      "Cancelled by an administrator: RTX 4090 (gpu01-2)",
      "管理員已取消您的預約：RTX 4090（gpu01-2）",
    ],
    [
      { kind: "calendar-updated" },
      "Calendar: RTX 4090 (gpu01-2) is yours until 18:30",
      "行事曆：RTX 4090（gpu01-2），使用至 18:30 為止",
    ],
    [
      { kind: "ended", facts: { cause: "MAINTENANCE" } },
      "Ended for maintenance: RTX 4090 (gpu01-2)",
      "因維護而結束：RTX 4090（gpu01-2）",
    ],
    [
      { kind: "maintenance" },
      "Maintenance: RTX 4090 (gpu01-2), from 18:30",
      "維護通知：RTX 4090（gpu01-2），18:30 開始",
    ],
    [
      { kind: "maintenance", facts: { effect: "shortened" } },
      "Maintenance: your use of RTX 4090 (gpu01-2) ends at 18:30",
      "維護通知：RTX 4090（gpu01-2）的使用將於 18:30 結束",
    ],
    [
      { kind: "maintenance", facts: { isChange: true } },
      "Maintenance changed: RTX 4090 (gpu01-2), from 18:30",
      "維護時間變更：RTX 4090（gpu01-2），18:30 開始",
    ],
    [
      { kind: "maintenance-over" },
      "Maintenance called off: RTX 4090 (gpu01-2)",
      "維護取消：RTX 4090（gpu01-2）",
    ],
    [
      { kind: "maintenance-over", facts: { isCalledOff: false } },
      "Maintenance over: RTX 4090 (gpu01-2) is back",
      "維護提早結束：RTX 4090（gpu01-2）已恢復",
    ],
    [
      { kind: "reserved-for-you" },
      "Reserved for you: RTX 4090 (gpu01-2), 3 h",
      "管理員已為您預約：RTX 4090（gpu01-2），3 小時",
    ],
    [
      { kind: "reassigned" },
      "Your reservation moved to RTX 4090 (gpu01-2)",
      "您的預約已改到 RTX 4090（gpu01-2）",
    ],
    [{ kind: "account-approved" }, "Your gpusched account is approved", "您的 gpusched 帳號已核准"],
    [
      { kind: "account-disabled" },
      "Your gpusched account has been disabled",
      "您的 gpusched 帳號已停用",
    ],
    [
      { kind: "registration-received" },
      "Awaiting approval: 王小明 (ming)",
      "待審核：王小明（ming）",
    ],
    [
      { kind: "verify-email" },
      "Verify your e-mail address for gpusched",
      "請驗證您在 gpusched 的電子郵件地址",
    ],
    [{ kind: "reset-password" }, "Reset your gpusched password", "重設您的 gpusched 密碼"],
  ])("%o", (change, english, chinese) => {
    expect(render(change).subject).toBe(english);
    expect(render({ ...change, locale: "zh-TW" }).subject).toBe(chinese);
  });
});

describe.each(LOCALES)("in %s", (locale) => {
  it.each(NOTICE_KINDS)("%s says the same as text and as HTML, and nothing raw", (kind) => {
    const mail = render({ kind, locale });
    for (const part of [mail.subject, mail.text, visible(mail)]) {
      expect(part).not.toMatch(/undefined|null|NaN|Invalid|\[object|[{}]|\bmail\.\w/);
    }
    const words = (text: string) =>
      new Set(text.replace(/https?:\/\/\S+/g, "").match(/[\p{L}\p{N}]+/gu));
    expect(words(visible(mail))).toEqual(words(mail.text));
    expect(mail.text).toContain("Ada");
    expect(mail.html).toContain(`<html lang="${locale}">`);
    for (const url of urls(mail)) expect(mail.text).toContain(url);
  });

  it.each<[NoticeKind, string[]]>([
    ["your-turn", ["◆"]],
    ["started", ["■"]],
    ["ending-soon", ["■"]],
  ])("%s bears the sign of the state", (kind, signs) => {
    const mail = render({ kind, locale });
    for (const sign of signs) {
      expect(mail.text).toContain(sign);
      expect(visible(mail)).toContain(sign);
    }
  });

  it("times are the lab's and name its zone, durations read as people say them", () => {
    const { text } = render({ kind: "your-turn", locale });
    expect(text).toContain(locale === "en" ? "18:30 (Taiwan Time)" : "18:30（台灣時間）");
    expect(text).toContain(locale === "en" ? "Duration: 3 h" : "時數：3 小時");
  });

  it("an administrator's reason is told", () => {
    for (const kind of ["ended", "cancelled-by-admin"] as const) {
      const facts = { cause: "ENDED_BY_ADMIN", reason: "冷氣維修" };
      const mail = render({ kind, facts, locale });
      expect(mail.text).toContain("冷氣維修");
      expect(visible(mail)).toContain("冷氣維修");
    }
  });
});

it("a calendar is corrected with the reason, whichever it was", () => {
  const said = (because: string) => {
    const { calendar } = NOTICES["calendar-updated"];
    const facts = { calendar: { ...calendar, because } };
    return render({ kind: "calendar-updated", facts }).text;
  };
  expect(said("shortened")).toContain("goes out for maintenance");
  expect(said("restored")).toContain("no longer cut short");
  expect(said("of-a-later-version")).toContain("Your reservation has changed.");
});

describe("the button leads to where the user acts", () => {
  const portal = "https://gpusched.example.org";
  // Where mails of such a kind are switched off.
  const preferences = `${portal}/profile#mails`;
  it.each<[NoticeKind, string[]]>([
    ["your-turn", [`${portal}/reservations/41`]],
    ["started", [`${portal}/reservations/41`]],
    ["ending-soon", [`${portal}/reservations/41`, preferences]],
    ["turn-passed-on", [`${portal}/reserve?gpu=7`, preferences]],
    ["ended", [`${portal}/reserve?gpu=7`, preferences]],
    ["calendar-updated", [`${portal}/reservations/41`, preferences]],
    ["cancelled-by-admin", [`${portal}/reserve?gpu=7`]],
    ["registration-received", [`${portal}/admin/accounts/12`, preferences]],
    ["reserved-for-you", [`${portal}/reservations/41`]],
    ["reassigned", [`${portal}/reservations/41`]],
    ["maintenance", [`${portal}/reservations/41`]],
    ["maintenance-over", [`${portal}/reservations/41`]],
    ["account-approved", [`${portal}/login`]],
    ["account-disabled", []],
    ["verify-email", [linkUrl(LINK, "VERIFY_EMAIL")]],
    ["reset-password", [linkUrl(LINK, "RESET_PASSWORD")]],
  ])("%s: %s", (kind, expected) => {
    expect(urls(render({ kind }))).toEqual(expected);
  });

  it("but whoever reads the outbox gets no working link", () => {
    for (const kind of ["verify-email", "reset-password"] as const) {
      const { text, html } = render({ kind }, true);
      expect(text + html).not.toContain(LINK);
      expect(text).toContain("?token=hidden");
    }
  });
});

describe("values that mean harm", () => {
  const HOSTILE = `<script>alert(1)</script>"'&\r\nBcc: victim@example.org\r\n\r\n{time}\u2028x\u0000`;

  it.each<[Change]>([
    [{ kind: "your-turn", facts: { model: HOSTILE, gpuName: HOSTILE } }],
    [{ kind: "ended", facts: { cause: "ENDED_BY_ADMIN", reason: HOSTILE } }],
    [{ kind: "cancelled-by-admin", facts: { reason: HOSTILE } }],
    [{ kind: "registration-received", facts: { name: HOSTILE, username: HOSTILE, lab: HOSTILE } }],
    [{ kind: "account-approved", name: HOSTILE }],
  ])("stay words: %o", (change) => {
    for (const locale of LOCALES) {
      const { subject, text, html } = render({ ...change, locale });
      expect(html).not.toContain("<script>");
      expect(`${subject}${html.replaceAll("\n", "")}${text.replaceAll("\n", "")}`).not.toMatch(
        /[\p{Cc}\u2028\u2029]/u,
      );
      expect(text).not.toMatch(/^Bcc:/m);
      expect(text).toContain("<script>alert(1)</script>");
    }
  });
});

it("a row that is none of ours is refused with what is wrong with it", () => {
  const ada = { locale: "en", name: "Ada", username: "ada", email: "ada@example.org" };
  const row = { payload: {}, reservationId: null, ...ada };
  const rendering = (kind: string) => () =>
    renderMail({ ...row, kind }, { redacted: false, now: NOW });
  expect(rendering("your-turn")).toThrow(/facts\.gpuId/);
  expect(rendering("no-such-kind")).toThrow(/kind/);
  const facts = { payload: NOTICES["your-turn"], kind: "your-turn" };
  expect(() => renderMail({ ...row, ...facts }, { redacted: false, now: NOW })).toThrow(
    /names none/,
  );
});
