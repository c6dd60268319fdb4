import { describe, expect, it } from "vitest";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { editAccount, makeResetLink } from "@/lib/accounts/commands-edit";
import { mailResetLink, resetPassword } from "@/lib/accounts/commands-reset";
import { linkToken } from "@/lib/accounts/links";
import { accountOfSession } from "@/lib/accounts/queries";
import { findAccount, versionOf } from "@/lib/accounts/queries-list";
import { type AccountEdit, accountEditSchema } from "@/lib/accounts/schema";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { startReservation } from "@/lib/reservations/commands";
import { refusalsOf } from "@/lib/web/refusals";
import { ask, statuses } from "@/tests/support/engine";
import { makeAdministrator, makeLab } from "@/tests/support/people";
import {
  account,
  answer,
  answers,
  aRegistration,
  audited,
  linkMailed,
  logIn,
  mailsTo,
  makeMember,
  withAccounts,
} from "./support";

withAccounts();

/** The edit form as it is filled in when an administrator opens the account's page. */
async function formOf(id: number, changes: Partial<AccountEdit> = {}): Promise<AccountEdit> {
  const details = await findAccount(id);
  if (!details) throw new Error(`there is no account ${id}`);
  const { username, name, email, phone, lab, locale, timeMultiplier, isAdmin } = details;
  const form = { username, name, email, phone, lab, locale, timeMultiplier, isAdmin };
  return { id, seen: versionOf(details), ...form, ...changes };
}

/** Makes these the only active administrators there are. */
async function onlyAdministrators(...actors: Actor[]): Promise<void> {
  await sql(`UPDATE "user" SET is_admin = (id = ANY($1))`, [actors.map(({ id }) => id)]);
}

describe("approving an account", () => {
  it("lets its user in and tells them, once", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember({ status: "PENDING" });
    await approveAccount(administrator, member.id);
    await approveAccount(administrator, member.id);
    expect(await answer(logIn(member))).toBe("ok");
    expect(await mailsTo(member.id)).toEqual(["account-approved"]);
    expect(await audited(member.id)).toMatchObject([
      {
        action: "account.approved",
        actor_id: administrator.id,
        address: administrator.address,
        details: { status: { from: "PENDING", to: "ACTIVE" } },
      },
    ]);
  });

  it("by two administrators at the same moment happens once", async () => {
    const [one, two] = [await makeAdministrator(), await makeAdministrator()];
    const member = await makeMember({ status: "PENDING" });
    await Promise.all([approveAccount(one, member.id), approveAccount(two, member.id)]);
    expect(await mailsTo(member.id)).toEqual(["account-approved"]);
  });

  it("is refused when somebody has disabled it meanwhile, and when there is no such account", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember({ status: "DISABLED" });
    expect(await answer(approveAccount(administrator, member.id))).toBe("changed-meanwhile");
    expect(await answer(approveAccount(administrator, 2_147_483_647))).toBe("not-found");
  });
});

describe("disabling an account", () => {
  it("ends its sessions and links for good, and tells its user", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember();
    const session = await logIn(member);
    await mailResetLink(member.username, null);
    const link = linkToken(await linkMailed(member.id, "reset-password"), "RESET_PASSWORD");
    await disableAccount(administrator, member.id);
    expect(await accountOfSession(session)).toBeNull();
    expect(await answer(logIn(member))).toBe("account-disabled");
    expect(await mailsTo(member.id)).toEqual(["reset-password", "account-disabled"]);

    await enableAccount(administrator, member.id);
    expect(await accountOfSession(session)).toBeNull();
    expect(await answer(resetPassword(link, "walnut-87-green", null))).toBe("link-invalid");
    expect(await answer(logIn(member))).toBe("ok");
    expect((await audited(member.id)).map(({ action }) => action)).toEqual([
      "account.reset-requested",
      "account.disabled",
      "account.enabled",
    ]);
  });

  it("withdraws a turn, skips who waits, and lets a use go on", async () => {
    const administrator = await makeAdministrator();
    const {
      gpu,
      people: [first, second],
    } = await makeLab(1, 1);
    const [turn, waiting] = [await ask(first, gpu), await ask(second, gpu)];
    expect(await statuses(turn, waiting)).toEqual(["NOTIFIED", "WAITING"]);

    await disableAccount(administrator, first.id);
    expect(await statuses(turn, waiting)).toEqual(["WAITING", "NOTIFIED"]);
    await startReservation(second, waiting);
    await disableAccount(administrator, second.id);
    expect(await statuses(turn, waiting)).toEqual(["WAITING", "ACTIVE"]);
  });

  it("gives the turn that was waited for when the account is enabled again", async () => {
    const administrator = await makeAdministrator();
    const {
      gpu,
      people: [user],
    } = await makeLab(1);
    const turn = await ask(user, gpu);
    await disableAccount(administrator, user.id);
    expect(await statuses(turn)).toEqual(["WAITING"]);
    await enableAccount(administrator, user.id);
    expect(await statuses(turn)).toEqual(["NOTIFIED"]);
  });

  it("is not done to oneself", async () => {
    const administrator = await makeAdministrator();
    await makeAdministrator();
    expect(await answer(disableAccount(administrator, administrator.id))).toBe("yourself");
  });

  it("never leaves the portal without an administrator", async () => {
    const [last, former] = [await makeAdministrator(), await makeAdministrator()];
    await onlyAdministrators(last);
    expect(await answer(disableAccount(former, last.id))).toBe("last-administrator");
    const demotion = await formOf(last.id, { isAdmin: false });
    expect(await answer(editAccount(former, demotion))).toBe("isAdmin: last-administrator");
  });

  it("of each other by the last two administrators leaves one", async () => {
    const [one, two] = [await makeAdministrator(), await makeAdministrator()];
    await onlyAdministrators(one, two);
    const both = await answers(disableAccount(one, two.id), disableAccount(two, one.id));
    expect(both).toEqual(["last-administrator", "ok"]);
  });
});

describe("editing an account", () => {
  it("changes everything about it, and the audit log says from what to what", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember();
    const { username, email, phone } = aRegistration();
    const changes = {
      username,
      name: "新名字",
      email,
      phone,
      lab: "新實驗室",
      locale: "en",
      timeMultiplier: 2.5,
      isAdmin: true,
    } as const;
    const before = await formOf(member.id);
    await editAccount(administrator, await formOf(member.id, changes));
    expect(await findAccount(member.id)).toMatchObject({ ...changes, emailVerified: false });
    expect(await mailsTo(member.id)).toEqual(["verify-email"]);
    const [entry] = await audited(member.id);
    expect(entry).toMatchObject({ action: "account.edited", actor_id: administrator.id });
    expect(entry?.details).toMatchObject({
      username: { from: before.username, to: username },
      email: { from: before.email, to: email },
      timeMultiplier: { from: 1, to: 2.5 },
      isAdmin: { from: false, to: true },
    });
  });

  it("is refused when somebody else has changed it since the form was opened", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember();
    const form = await formOf(member.id, { timeMultiplier: 3 });
    await editAccount(administrator, await formOf(member.id, { name: "Somebody else's edit" }));
    expect(await answer(editAccount(administrator, form))).toBe("form-outdated");
    expect((await account(member.id)).time_multiplier).toBe(1);
  });

  it("says at its field what belongs to another account", async () => {
    const administrator = await makeAdministrator();
    const [member, other] = [await makeMember(), await makeMember()];
    const { phone } = await account(other.id);
    const taken = { username: other.username.toUpperCase(), email: other.email, phone };
    expect(await answer(editAccount(administrator, await formOf(member.id, taken)))).toBe(
      "username: username-taken, email: email-taken, phone: phone-taken",
    );
  });

  it("does not demote oneself, and is possible otherwise", async () => {
    const administrator = await makeAdministrator();
    await makeAdministrator();
    const demotion = await formOf(administrator.id, { isAdmin: false });
    expect(await answer(editAccount(administrator, demotion))).toBe("isAdmin: yourself");
    const renaming = await formOf(administrator.id, { name: "New name" });
    expect(await answer(editAccount(administrator, renaming))).toBe("ok");
  });

  it("of each other by the last two administrators leaves one", async () => {
    const [one, two] = [await makeAdministrator(), await makeAdministrator()];
    await onlyAdministrators(one, two);
    const both = await answers(
      editAccount(one, await formOf(two.id, { isAdmin: false })),
      editAccount(two, await formOf(one.id, { isAdmin: false })),
    );
    expect(both).toEqual(["isAdmin: last-administrator", "ok"]);
  });

  it.each([
    ["1", "ok"],
    ["2.5", "ok"],
    [".5", "ok"],
    ["１.５", "ok"],
    ["10", "ok"],
    ["", "required"],
    ["1,5", "decimal-comma"],
    ["0", "not-positive"],
    ["0.0", "not-positive"],
    ["-1", "not-positive"],
    ["10.01", "too-large"],
    ["1e9", "too-large"],
    ["1e999", "not-a-number"],
    ["NaN", "not-a-number"],
    ["Infinity", "not-a-number"],
    ["0x10", "not-a-number"],
    ["two", "not-a-number"],
    ["1\n2", "control-characters"],
  ])("time multiplier %j → %s", async (timeMultiplier, expected) => {
    const form = { ...aRegistration(), id: "1", seen: "", locale: "en", timeMultiplier };
    const parsed = accountEditSchema.safeParse(form);
    expect(parsed.success ? "ok" : refusalsOf(parsed.error).refusals[0]?.code).toBe(expected);
  });

  it.each(["0", "-1", "1e9", "NaN", "", "2147483648", "1 OR 1=1"])("finds no account %j", (id) => {
    const form = { ...aRegistration(), id, seen: "", locale: "en", timeMultiplier: "1" };
    const parsed = accountEditSchema.safeParse(form);
    expect(parsed.error && refusalsOf(parsed.error).refusals[0]?.code).toBe("not-found");
  });
});

describe("a reset link to hand over", () => {
  it("works like a mailed one; the audit log says who made it, and not what it is", async () => {
    const administrator = await makeAdministrator();
    const member = await makeMember();
    const url = new URL(await makeResetLink(administrator, member.id));
    const token = url.searchParams.get("token") ?? "";
    expect(await answer(resetPassword(token, "walnut-87-green", null))).toBe("ok");
    expect(await mailsTo(member.id)).toEqual([]);
    const entries = await audited(member.id);
    expect(entries).toMatchObject([
      { action: "account.reset-link-made", actor_id: administrator.id },
      { action: "account.password-reset", actor_id: member.id },
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  it("is not made for a disabled account", async () => {
    const member = await makeMember({ status: "DISABLED" });
    expect(await answer(makeResetLink(await makeAdministrator(), member.id))).toBe(
      "account-disabled",
    );
  });
});
