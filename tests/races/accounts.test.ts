import { describe, expect, it, vi } from "vitest";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { editAccount } from "@/lib/accounts/commands-edit";
import { changePassword } from "@/lib/accounts/commands-password";
import { setLanguage, updateProfile } from "@/lib/accounts/commands-profile";
import { register } from "@/lib/accounts/commands-register";
import { resetPassword } from "@/lib/accounts/commands-reset";
import { verifyEmail } from "@/lib/accounts/commands-verify";
import { issueLink, type LinkPurpose, linkToken } from "@/lib/accounts/links";
import { editable, findAccount, versionOf } from "@/lib/accounts/queries-list";
import type { Actor } from "@/lib/actor";
import { makeFeed, revokeFeed } from "@/lib/calendar/commands";
import { db, sql } from "@/lib/db";
import { muteMails, sendAgain } from "@/lib/notifications/commands";
import {
  aRegistration,
  audited,
  from,
  mailsTo,
  makeMember,
  PASSWORD,
  withAccounts,
} from "../features/accounts/support";
import { ask, row } from "../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../support/people";
import { atOnce, fifty, nothingFailsUnseen } from "./at-once";

// Fifty real hashes take half a minute of both processors, and are another test's matter.
vi.mock("@/lib/accounts/passwords", async (actual) => ({
  ...(await actual<object>()),
  hashPassword: async (password: string) => `hash of ${password}`,
  passwordMatches: async () => true,
}));

withAccounts();
nothingFailsUnseen();

const NEW = "harbour-violet-31";

const link = async ({ id }: Actor, purpose: LinkPurpose): Promise<string> => {
  const { email } = (await findAccount(id)) ?? { email: "" };
  return linkToken(await issueLink(db(), { id, email }, purpose, new Date()), purpose);
};

const deeds = async (id: number) => (await audited(id)).map(({ action }) => action);

describe("fifty at once", () => {
  it("approve one account: it is done once, with one mail and one set of accesses", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson({ status: "PENDING" });
    const gpus = [await makeGpu(), await makeGpu()];
    await sql("INSERT INTO default_access (gpu_id) SELECT unnest($1::int[])", [gpus]);
    const approve = () => approveAccount(admin, person.id, { withDefaultAccess: true });
    expect(await fifty(approve)).toEqual({ done: 50, refused: {} });
    expect(await mailsTo(person.id)).toEqual(["account-approved"]);
    expect(await deeds(person.id)).toEqual(["account.approved"]);
    const granted =
      "SELECT FROM audit_log WHERE action = 'access.granted' AND subject_id = ANY($1)";
    expect(await sql(granted, [gpus])).toHaveLength(2);
    await sql("DELETE FROM default_access");
  });

  it("disable one account whose turn it is: one withdrawal, and one turn for the next", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const turn = await ask(people[0], gpu);
    const next = await ask(people[1], gpu);
    const disable = () => disableAccount(admin, people[0].id);
    expect(await fifty(disable)).toEqual({ done: 50, refused: {} });
    expect([(await row(turn)).status, (await row(next)).status]).toEqual(["WAITING", "NOTIFIED"]);
    expect((await row(next)).turn).toBe(1);
    expect((await mailsTo(people[1].id)).filter((kind) => kind === "your-turn")).toHaveLength(1);
  });

  it("save what they saw of one account: one does, the others look again", async () => {
    const admin = await makeAdministrator();
    const account = await findAccount((await makePerson()).id);
    if (!account) throw new Error("there is no such account");
    const seen = versionOf(account);
    const { id } = account;
    const edit = (index: number) =>
      editAccount(admin, { id, seen, ...editable(account), name: `Person ${index}` });
    expect(await fifty(edit)).toEqual({ done: 1, refused: { "form-outdated": 49 } });
  });

  it("take one phone number: it is one's", async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => makePerson()));
    const { phone } = aRegistration();
    const profile = { name: "Same Phone", phone, lab: "Lab", locale: "en" } as const;
    const take = (index: number) => updateProfile(people[index] as Actor, profile);
    expect(await fifty(take)).toEqual({ done: 1, refused: { "phone: phone-taken": 49 } });
  });

  it("register as one person: one account, and one mail to an administrator", async () => {
    const admin = await makeAdministrator();
    const same = aRegistration();
    const { done, refused } = await fifty((index) => register(same, from(`203.0.113.${index}`)));
    expect(done).toBe(1);
    const codes = Object.keys(refused).join(" ");
    expect(codes).not.toMatch(/(?<!username|email|phone)-taken/);
    expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(49);
    expect(await mailsTo(admin.id)).toEqual(["registration-received"]);
  });

  it("open one link that proves an address: it works once", async () => {
    const person = await makePerson();
    const token = await link(person, "VERIFY_EMAIL");
    expect(await fifty(() => verifyEmail(token, null))).toEqual({
      done: 1,
      refused: { "link-invalid": 49 },
    });
    expect(await deeds(person.id)).toEqual(["account.email-verified"]);
  });

  it("choose a new password by one link: one does", async () => {
    const person = await makeMember();
    const token = await link(person, "RESET_PASSWORD");
    expect(await fifty(() => resetPassword(token, NEW, null))).toEqual({
      done: 1,
      refused: { "link-invalid": 49 },
    });
  });

  it("do without mails, change the language and make a calendar: the last word stands", async () => {
    const person = await makePerson();
    const { done } = await fifty(
      (index) =>
        [
          () => muteMails(person, index % 8 < 4 ? ["ended", "ending-soon"] : ["ending-soon"]),
          () => setLanguage(person, index % 8 < 4 ? "en" : "zh-TW"),
          () => makeFeed(person),
          () => revokeFeed(person),
        ][index % 4]?.() ?? Promise.reject(new Error()),
    );
    expect(done).toBe(50);
  });

  it("send one mail again: it stands in the outbox once", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    await ask(people[0], gpu);
    const [mail] = await sql<{ id: number }>("SELECT id FROM notification WHERE user_id = $1", [
      people[0].id,
    ]);
    const { done, refused } = await fifty(() => sendAgain(admin, mail?.id ?? 0));
    expect(done).toBeGreaterThan(0);
    expect(Object.keys(refused).filter((code) => code !== "changed-meanwhile")).toEqual([]);
    expect(await mailsTo(people[0].id)).toEqual(["your-turn"]);
  });

  it("wait two seconds for an account that somebody holds: all of them are answered", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson({ status: "PENDING" });
    const held = db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${person.id} FOR NO KEY UPDATE`;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    });
    expect(await fifty(() => approveAccount(admin, person.id))).toEqual({ done: 50, refused: {} });
    await held;
  });
});

describe("opposite wishes about one account", () => {
  it("reset, change of password, disabling and enabling never wait in a circle", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 5; round++) {
      const person = await makeMember();
      const tokens = await Promise.all(
        Array.from({ length: 12 }, () => link(person, "RESET_PASSWORD")),
      );
      await atOnce([
        ...tokens.map((token) => () => resetPassword(token, NEW, null)),
        () => disableAccount(admin, person.id),
        () => enableAccount(admin, person.id),
        ...tokens
          .slice(0, 5)
          .map(() => () => changePassword(person, { currentPassword: PASSWORD, password: NEW })),
      ]);
    }
  });

  it("ten administrators who shut one another out leave one", async () => {
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE is_admin`);
    const admins = await Promise.all(Array.from({ length: 10 }, () => makeAdministrator()));
    const others = (admin: Actor) => admins.filter(({ id }) => id !== admin.id);
    const calls = admins.flatMap((admin) =>
      others(admin).map(
        ({ id }) =>
          () =>
            disableAccount(admin, id),
      ),
    );
    const { refused } = await atOnce(calls);
    expect(Object.keys(refused)).toEqual(["last-administrator"]);
    expect(await sql(`SELECT id FROM "user" WHERE is_admin AND status = 'ACTIVE'`)).toHaveLength(1);
  });

  it("who is disabled while they reserve waits without a turn", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { gpu, people } = await makeLab(1);
      await atOnce([() => ask(people[0], gpu), () => disableAccount(admin, people[0].id)]);
      const held = "SELECT FROM reservation WHERE gpu_id = $1 AND status <> 'WAITING'";
      expect(await sql(held, [gpu])).toEqual([]);
    }
  });

  it("approval with the default access and the table of accesses do not block one another", async () => {
    const admin = await makeAdministrator();
    const gpus = await Promise.all([1, 2, 3].map(() => makeGpu()));
    await sql("INSERT INTO default_access (gpu_id) SELECT unnest($1::int[])", [gpus]);
    const people = await Promise.all(
      Array.from({ length: 10 }, () => makePerson({ status: "PENDING" })),
    );
    const { done } = await atOnce([
      ...people.map(
        ({ id }) =>
          () =>
            approveAccount(admin, id, { withDefaultAccess: true }),
      ),
      ...people.flatMap((person) => gpus.map((gpu) => () => giveAccess(person, gpu))),
    ]);
    expect(done).toBe(40);
  });
});
