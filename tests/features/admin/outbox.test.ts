import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sql } from "@/lib/db";
import * as smtp from "@/lib/mail/smtp-account";
import { TOO_OLD } from "@/lib/notifications/due";
import { countUnsentMails, findMail, listMails } from "@/lib/notifications/queries";
import { mailFiltersSchema } from "@/lib/notifications/schema";
import { periodOf } from "@/lib/period";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab, makePerson } from "../../support/people";
import { actions, auditOf, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));
afterEach(() => vi.restoreAllMocks());

const listed = async (query: Record<string, string>) => {
  const filters = mailFiltersSchema.parse(query);
  return (await listMails(filters, periodOf(filters, "Asia/Taipei"))).mails;
};

/** A mail of somebody whom nobody else's search finds. Returns its id and their username. */
async function aMail(details: Record<string, unknown> = {}) {
  const { gpu, people } = await makeLab(1);
  await ask(people[0], gpu);
  const [mail] = await sql(
    `SELECT n.id, u.username FROM notification n JOIN "user" u ON u.id = n.user_id
     WHERE n.user_id = $1`,
    [people[0].id],
  );
  for (const [column, value] of Object.entries(details)) {
    await sql(`UPDATE notification SET ${column} = $2 WHERE id = $1`, [mail?.id, value]);
  }
  return { id: Number(mail?.id), search: String(mail?.username) };
}

const withServer = () =>
  vi.spyOn(smtp, "smtpAccount").mockReturnValue({
    url: "smtp://mail",
    server: "smtp://mail",
    from: "portal@example.org",
    isLoopback: false,
    needsTls: false,
  });

describe("the outbox", () => {
  it("says of a mail without a mail server that it was not sent, and why", async () => {
    const { search } = await aMail();
    expect(await listed({ search })).toMatchObject([{ kind: "your-turn", state: "no-smtp" }]);
  });

  it.each([
    [{}, "waiting"],
    [{ last_error: "connection refused", attempts: 3 }, "retrying"],
    [{ last_error: `${TOO_OLD}; connection refused`, status: "FAILED" }, "too-old"],
    [{ last_error: "cannot be rendered", status: "FAILED" }, "failed"],
  ] as const)("says how it stands with a mail: %j", async (details, state) => {
    withServer();
    const { search } = await aMail(details);
    expect(await listed({ search })).toMatchObject([{ state }]);
  });

  it("says when a mail was sent and to which address", async () => {
    const { id, search } = await aMail();
    await sql(
      "UPDATE notification SET status = 'SENT', sent_at = $2, sent_to = 'a@b.example' WHERE id = $1",
      [id, new Date(NOON)],
    );
    expect(await listed({ search })).toMatchObject([
      { state: "sent", sentAt: NOON, sentTo: "a@b.example" },
    ]);
  });

  it("is filtered by what was sent, by kind and by person", async () => {
    const { id, search } = await aMail();
    const ids = async (query: Record<string, string>) =>
      (await listed({ search, ...query })).map((mail) => mail.id);
    expect(await ids({ group: "unsent" })).toEqual([id]);
    expect(await ids({ group: "sent" })).toEqual([]);
    expect(await ids({ group: "waiting" })).toEqual([id]);
    expect(await ids({ group: "failed" })).toEqual([]);
    expect(await ids({ from: "2026-03-02", to: "2026-03-02" })).toEqual([id]);
    expect(await ids({ from: "2026-03-03" })).toEqual([]);
    expect(await ids({ to: "2026-03-01" })).toEqual([]);
    expect(await ids({ from: "yesterday", to: "-1" })).toEqual([id]);
    expect(await ids({ kind: "your-turn" })).toEqual([id]);
    expect(await ids({ kind: "ended" })).toEqual([]);
    expect(await ids({ kind: "'; --" })).toEqual([]);
    expect(await ids({ group: "nonsense", page: "-3" })).toEqual([id]);
  });

  it("counts what should have left and did not", async () => {
    itIs(NOON + 30_000);
    const young = await countUnsentMails();
    itIs(NOON + 90_000);
    const before = await countUnsentMails();
    itIs(NOON);
    await aMail();
    await aMail({ status: "FAILED" });
    itIs(NOON + 30_000);
    expect(await countUnsentMails()).toBe(young + 1);
    itIs(NOON + 90_000);
    expect(await countUnsentMails()).toBe(before + 2);
    itIs(NOON + 8 * 86_400_000);
    expect(await countUnsentMails()).toBe(0);
  });
});

describe("one mail", () => {
  it("is shown as its recipient reads it, in their language", async () => {
    const { id } = await aMail();
    const mail = await findMail(id);
    expect(mail?.locale).toBe("zh-TW");
    expect(mail?.rendered?.subject).toContain("輪到您使用 RTX 4090");
    expect(mail?.rendered?.calendar?.facts).toMatchObject({ standing: "tentative" });
  });

  it("never shows a link that only its recipient may use", async () => {
    const person = await makePerson();
    const [link] = await sql(
      `INSERT INTO link (user_id, purpose, email, created_at, expires_at)
       VALUES ($1, 'RESET_PASSWORD', 'a@b.example', now(), now()) RETURNING id`,
      [person.id],
    );
    const [mail] = await sql(
      `INSERT INTO notification (user_id, kind, payload, created_at, next_attempt_at)
       VALUES ($1, 'reset-password', $2, now(), now()) RETURNING id`,
      [person.id, JSON.stringify({ linkId: link?.id })],
    );
    const shown = JSON.stringify(await findMail(Number(mail?.id)));
    expect(shown).toContain("token=hidden");
    expect(shown).not.toContain(String(link?.id));
  });

  it("of an unknown kind has no text, and is no accident", async () => {
    const { id } = await aMail({ kind: "carrier-pigeon" });
    expect(await findMail(id)).toMatchObject({ kind: "carrier-pigeon", rendered: null });
  });

  it("is sent again on demand, which is written down", async () => {
    const admin = await makeAdministrator();
    const { id } = await aMail({ status: "FAILED", last_error: "mailbox full", attempts: 9 });
    const before = await findMail(id);
    expect(await send(admin, actions.sendMailAgain, { id })).toMatchObject({ ok: true });
    expect(await findMail(id)).toMatchObject({
      messageId: before?.messageId,
      attempts: 0,
      lastError: null,
    });
    expect(await auditOf("notification", id)).toMatchObject([
      { action: "notification.sent-again", actor_id: admin.id },
    ]);
  });
});
