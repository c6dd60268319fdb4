import { describe, expect, it } from "vitest";
import { changePassword } from "@/lib/accounts/commands-password";
import { changeEmail } from "@/lib/accounts/commands-profile";
import { countResetRequest, mailResetLink, resetPassword } from "@/lib/accounts/commands-reset";
import { resendVerification, verifyEmail } from "@/lib/accounts/commands-verify";
import { linkToken, linkUrl } from "@/lib/accounts/links";
import { accountOfSession } from "@/lib/accounts/queries";
import { isConfirmedBy, ownerOfLink } from "@/lib/accounts/queries-links";
import { sql } from "@/lib/db";
import { NOON } from "@/tests/support/core";
import { itIs } from "@/tests/support/engine";
import {
  account,
  answer,
  answers,
  audited,
  linkMailed,
  logIn,
  type Member,
  mailsTo,
  makeMember,
  PASSWORD,
  withAccounts,
} from "./support";

withAccounts();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ADDRESS = "203.0.113.30";
const NEW_PASSWORD = "walnut-87-green";

async function resetToken(member: Member): Promise<string> {
  await mailResetLink(member.username, ADDRESS);
  return linkToken(await linkMailed(member.id, "reset-password"), "RESET_PASSWORD");
}

async function verifyToken(member: Member): Promise<string> {
  await resendVerification(member);
  return linkToken(await linkMailed(member.id, "verify-email"), "VERIFY_EMAIL");
}

const reset = (token: string, password = NEW_PASSWORD) => resetPassword(token, password, ADDRESS);

describe("a link to reset the password", () => {
  it("sets a new one once, and ends every session", async () => {
    const member = await makeMember();
    const session = await logIn(member);
    const token = await resetToken(member);
    expect(await ownerOfLink(token, "RESET_PASSWORD")).toEqual({
      id: member.id,
      username: member.username,
      email: member.email,
    });
    expect(await answer(reset(token))).toBe("ok");
    expect(await accountOfSession(session)).toBeNull();
    expect(await answer(logIn(member))).toBe("login-failed");
    expect(await answer(logIn(member, { password: NEW_PASSWORD }))).toBe("ok");
    expect(await answer(reset(token, "another-87-green"))).toBe("link-invalid");
    expect(await audited(member.id)).toMatchObject([
      { action: "account.reset-requested", actor_id: null, address: ADDRESS },
      { action: "account.password-reset", actor_id: member.id },
    ]);
  });

  it("opened twice at the same moment works once", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    const both = await answers(reset(token), reset(token, "another-87-green"));
    expect(both).toEqual(["link-invalid", "ok"]);
    expect((await account(member.id)).session_version).toBe(1);
  });

  it("works for thirty minutes", async () => {
    itIs(NOON);
    const member = await makeMember();
    const token = await resetToken(member);
    itIs(NOON + 30 * MINUTE - 1);
    expect(await ownerOfLink(token, "RESET_PASSWORD")).not.toBeNull();
    itIs(NOON + 30 * MINUTE);
    expect(await ownerOfLink(token, "RESET_PASSWORD")).toBeNull();
    expect(await answer(reset(token))).toBe("link-invalid");
  });

  it("dies with the others when one is used, or when the password changes otherwise", async () => {
    const member = await makeMember();
    const [first, second] = [await resetToken(member), await resetToken(member)];
    await reset(second);
    expect(await answer(reset(first))).toBe("link-invalid");

    const other = await makeMember();
    const link = await resetToken(other);
    await changePassword(other, { currentPassword: PASSWORD, password: NEW_PASSWORD });
    expect(await answer(reset(link))).toBe("link-invalid");
  });

  it("dies when the account's e-mail address changes", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    await changeEmail(member, { email: `new-${member.email}`, currentPassword: PASSWORD });
    expect(await answer(reset(token))).toBe("link-invalid");
  });

  it("neither comes nor works for a disabled account", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [member.id]);
    expect(await ownerOfLink(token, "RESET_PASSWORD")).toBeNull();
    expect(await answer(reset(token))).toBe("link-invalid");
    await mailResetLink(member.username, ADDRESS);
    expect(await mailsTo(member.id)).toEqual(["reset-password"]);
  });

  it("stays unused when the new password is refused", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    expect(await answer(reset(token, `${member.username}-x`))).toBe("password: password-personal");
    expect(await answer(reset(token))).toBe("ok");
  });

  it.each(["", ".", "x", "\u0000", "' OR 1=1", `${crypto.randomUUID()}.`, "x".repeat(300)])(
    "that we did not make is refused: %j",
    async (token) => {
      expect(await ownerOfLink(token, "RESET_PASSWORD")).toBeNull();
      expect(await answer(reset(token))).toBe("link-invalid");
    },
  );

  it("is for its own purpose and its own id only", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    const [id = "", signature = ""] = token.split(".");
    const other = await resetToken(await makeMember());
    expect(await answer(verifyEmail(token, ADDRESS))).toBe("link-invalid");
    expect(await answer(reset(linkToken(id, "VERIFY_EMAIL")))).toBe("link-invalid");
    expect(await answer(reset(`${other.split(".")[0]}.${signature}`))).toBe("link-invalid");
    expect(await answer(reset(token.slice(0, -1)))).toBe("link-invalid");
  });

  it("cannot be made from what the database holds", async () => {
    const member = await makeMember();
    const token = await resetToken(member);
    const [link] = await sql("SELECT * FROM link WHERE user_id = $1", [member.id]);
    expect(JSON.stringify(link)).not.toContain(token.split(".")[1]);
    expect(linkUrl(link?.id, "RESET_PASSWORD")).toMatch(
      new RegExp(`^http://[^/]+/reset-password\\?token=${token}$`),
    );
  });
});

describe("asking for a reset link", () => {
  it("mails five at most while they work, so that nobody's mailbox is filled", async () => {
    itIs(NOON);
    const member = await makeMember();
    for (let i = 0; i < 8; i++)
      expect(await answer(mailResetLink(member.email, ADDRESS))).toBe("ok");
    expect(await mailsTo(member.id)).toHaveLength(5);
    itIs(NOON + 30 * MINUTE);
    await mailResetLink(member.email, ADDRESS);
    expect(await mailsTo(member.id)).toHaveLength(6);
  });

  it("for nobody's account mails nothing, and says nothing else", async () => {
    expect(await answer(mailResetLink("nobody-of-that-name", ADDRESS))).toBe("ok");
  });

  it("is possible twenty times an hour from one address", async () => {
    const address = "203.0.113.31";
    for (let i = 0; i < 20; i++) expect(await answer(countResetRequest(address))).toBe("ok");
    expect(await answer(countResetRequest(address))).toBe("too-many-attempts");
    expect(await answer(countResetRequest("203.0.113.32"))).toBe("ok");
  });
});

describe("a link to verify the e-mail address", () => {
  it("verifies it once, within a day", async () => {
    itIs(NOON);
    const member = await makeMember();
    const [token, late] = [await verifyToken(member), await verifyToken(member)];
    itIs(NOON + 24 * HOUR - 1);
    expect(await answer(verifyEmail(token, ADDRESS))).toBe("ok");
    expect((await account(member.id)).email_verified_at).toEqual(new Date(NOON + 24 * HOUR - 1));
    expect(await answer(verifyEmail(token, ADDRESS))).toBe("link-invalid");
    itIs(NOON + 24 * HOUR);
    expect(await answer(verifyEmail(late, ADDRESS))).toBe("link-invalid");
  });

  it("verifies no other address than the one it was mailed to", async () => {
    const member = await makeMember();
    const token = await verifyToken(member);
    await changeEmail(member, { email: `new-${member.email}`, currentPassword: PASSWORD });
    expect(await answer(verifyEmail(token, ADDRESS))).toBe("link-invalid");
    expect((await account(member.id)).email_verified_at).toBeNull();
    const next = linkToken(await linkMailed(member.id, "verify-email"), "VERIFY_EMAIL");
    expect(await answer(verifyEmail(next, ADDRESS))).toBe("ok");
  });

  it("is known afterwards to have confirmed the address, by nobody but who has it", async () => {
    const member = await makeMember();
    const token = await verifyToken(member);
    expect(await isConfirmedBy(token)).toBe(false);
    await verifyEmail(token, ADDRESS);
    expect(await isConfirmedBy(token)).toBe(true);
    for (const odd of ["", "1", `${token}x`, await resetToken(member)]) {
      expect(await isConfirmedBy(odd), odd).toBe(false);
    }
    await changeEmail(member, { email: `new-${member.email}`, currentPassword: PASSWORD });
    expect(await isConfirmedBy(token)).toBe(false);
  });

  it("works while the account awaits approval, but not once it is disabled", async () => {
    const pending = await makeMember({ status: "PENDING" });
    expect(await answer(verifyEmail(await verifyToken(pending), ADDRESS))).toBe("ok");
    const member = await makeMember();
    const token = await verifyToken(member);
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [member.id]);
    expect(await answer(verifyEmail(token, ADDRESS))).toBe("link-invalid");
  });

  it("is mailed again five times an hour, and not when there is nothing to verify", async () => {
    const member = await makeMember();
    for (let i = 0; i < 5; i++) await resendVerification(member);
    expect(await answer(resendVerification(member))).toBe("too-many-attempts");
    await sql(`UPDATE "user" SET email_verified_at = now() WHERE id = $1`, [member.id]);
    expect(await answer(resendVerification(member))).toBe("ok");
    expect(await mailsTo(member.id)).toHaveLength(5);
  });
});
