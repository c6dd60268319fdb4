import { describe, expect, it } from "vitest";
import { changePassword } from "@/lib/accounts/commands-password";
import { changeEmail, setLanguage, updateProfile } from "@/lib/accounts/commands-profile";
import { accountOfSession, profileOf } from "@/lib/accounts/queries";
import type { Profile } from "@/lib/accounts/schema";
import { sql } from "@/lib/db";
import {
  account,
  answer,
  answers,
  audited,
  logIn,
  mailsTo,
  makeMember,
  PASSWORD,
  withAccounts,
} from "./support";

withAccounts();

const NEW_PASSWORD = "walnut-87-green";

describe("a profile", () => {
  const changes: Profile = { name: "林", phone: "0355712121", lab: "新實驗室", locale: "en" };

  it("is changed by its user, and the audit log says from what to what", async () => {
    const member = await makeMember();
    const before = await profileOf(member.id);
    await updateProfile(member, changes);
    expect(await profileOf(member.id)).toEqual({ ...before, ...changes });
    const { name, phone, lab } = before;
    expect(await audited(member.id)).toMatchObject([
      {
        action: "account.edited",
        actor_id: member.id,
        address: member.address,
        details: {
          name: { from: name, to: "林" },
          phone: { from: phone, to: "0355712121" },
          lab: { from: lab, to: "新實驗室" },
          locale: { from: "zh-TW", to: "en" },
        },
      },
    ]);
    await updateProfile(member, changes);
    expect(await audited(member.id)).toHaveLength(1);
  });

  it("keeps to one account for each phone number", async () => {
    const [member, other] = [await makeMember(), await makeMember()];
    const { phone } = await account(other.id);
    expect(await answer(updateProfile(member, { ...changes, phone }))).toBe("phone: phone-taken");
  });

  it("speaks the language that was chosen", async () => {
    const member = await makeMember();
    await setLanguage(member, "en");
    expect((await account(member.id)).locale).toBe("en");
  });
});

describe("another e-mail address", () => {
  it("needs the password, has to be verified, and is asked to be", async () => {
    const member = await makeMember();
    await sql(`UPDATE "user" SET email_verified_at = now() WHERE id = $1`, [member.id]);
    const email = `new-${member.email}`;
    const change = (currentPassword: string) => changeEmail(member, { email, currentPassword });
    expect(await answer(change("not-it-at-all"))).toBe("currentPassword: wrong-password");
    expect((await account(member.id)).email).toBe(member.email);
    expect(await answer(change(PASSWORD))).toBe("ok");
    expect(await account(member.id)).toMatchObject({ email, email_verified_at: null });
    expect(await mailsTo(member.id)).toEqual(["verify-email"]);
    expect(await audited(member.id)).toMatchObject([
      { action: "account.edited", details: { email: { from: member.email, to: email } } },
    ]);
  });

  it("must not be another account's", async () => {
    const [member, other] = [await makeMember(), await makeMember()];
    const email = other.email.toUpperCase();
    const change = changeEmail(member, { email, currentPassword: PASSWORD });
    expect(await answer(change)).toBe("email: email-taken");
  });

  it("must not be what another one types as its username", async () => {
    const member = await makeMember();
    const email = `name-${member.email}`;
    await makeMember({ username: email });
    const change = changeEmail(member, { email, currentPassword: PASSWORD });
    expect(await answer(change)).toBe("email: email-taken");
  });

  it("is tried five times an hour, so that nobody floods mailboxes or asks who is here", async () => {
    const [member, other] = [await makeMember(), await makeMember()];
    const change = (email: string) =>
      answer(changeEmail(member, { email, currentPassword: PASSWORD }));
    for (let i = 0; i < 4; i++) expect(await change(`${i}-${member.email}`)).toBe("ok");
    expect(await change(other.email)).toBe("email: email-taken");
    expect(await change(other.email)).toBe("too-many-attempts");
    expect(await change(`5-${member.email}`)).toBe("too-many-attempts");
    expect(await mailsTo(member.id)).toHaveLength(4);
  });

  it("wanted by two at the same moment goes to one", async () => {
    const [one, two] = [await makeMember(), await makeMember()];
    const email = `both-${one.email}`;
    const both = await answers(
      changeEmail(one, { email, currentPassword: PASSWORD }),
      changeEmail(two, { email, currentPassword: PASSWORD }),
    );
    expect(both).toEqual(["email: email-taken", "ok"]);
  });

  it("is nothing new when it is the same", async () => {
    const member = await makeMember();
    await changeEmail(member, { email: member.email, currentPassword: PASSWORD });
    expect(await mailsTo(member.id)).toEqual([]);
  });
});

describe("a new password", () => {
  const change = (actor: Parameters<typeof changePassword>[0], currentPassword: string) =>
    changePassword(actor, { currentPassword, password: NEW_PASSWORD });

  it("ends every session but the one it was set in", async () => {
    const member = await makeMember();
    const [here, elsewhere] = [await logIn(member), await logIn(member)];
    const goesOn = await change(member, PASSWORD);
    expect(await accountOfSession(here)).toBeNull();
    expect(await accountOfSession(elsewhere)).toBeNull();
    expect(await accountOfSession(goesOn)).toMatchObject({ id: member.id });
    expect(await answer(logIn(member))).toBe("login-failed");
    expect(await answer(logIn(member, { password: NEW_PASSWORD }))).toBe("ok");
    const [entry] = await audited(member.id);
    expect(entry).toMatchObject({ action: "account.password-changed", details: {} });
  });

  it("needs the current one, which nobody at an open session gets to guess", async () => {
    const member = await makeMember();
    for (let i = 0; i < 10; i++) {
      expect(await answer(change(member, "not-it-at-all"))).toBe("currentPassword: wrong-password");
    }
    expect(await answer(change(member, PASSWORD))).toBe("too-many-attempts");
    expect((await account(member.id)).session_version).toBe(0);
    // The login is no worse for it.
    expect(await answer(logIn(member))).toBe("ok");
  });

  it("set twice at the same moment is set once", async () => {
    const member = await makeMember();
    const both = await answers(change(member, PASSWORD), change(member, PASSWORD));
    expect(both).toContain("ok");
    expect((await account(member.id)).session_version).toBe(1);
  });

  it("must not contain its owner's name", async () => {
    const member = await makeMember();
    const attempt = changePassword(member, {
      currentPassword: PASSWORD,
      password: `${member.username}!`,
    });
    expect(await answer(attempt)).toBe("password: password-personal");
  });
});
