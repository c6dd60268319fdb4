import { describe, expect, it } from "vitest";
import { ZodError } from "zod";
import { createAdministrator, randomPassword } from "@/lib/accounts/commands-administrator";
import { hasAdministrator } from "@/lib/accounts/queries";
import { makePerson } from "@/tests/support/people";
import { account, answer, aRegistration, audited, logIn, withAccounts } from "./support";

withAccounts();

const wanted = () => ({ ...aRegistration(), locale: "zh-TW", password: randomPassword() }) as const;

describe("the first administrator", () => {
  it("is missing until there is an active one, who can log in at once", async () => {
    expect(await hasAdministrator()).toBe(false);
    await makePerson({ is_admin: true, status: "DISABLED" });
    expect(await hasAdministrator()).toBe(false);

    const administrator = wanted();
    const id = await createAdministrator(administrator);
    expect(await hasAdministrator()).toBe(true);
    expect(await account(id)).toMatchObject({ is_admin: true, status: "ACTIVE" });
    expect(await answer(logIn(administrator, administrator))).toBe("ok");
    const entries = await audited(id);
    expect(entries).toMatchObject([{ action: "account.administrator-created", actor_id: null }]);
    expect(JSON.stringify(entries)).not.toContain(administrator.password);
  });

  it("follows the rules of every account", async () => {
    await expect(createAdministrator({ ...wanted(), password: "short" })).rejects.toThrow(ZodError);
    await expect(createAdministrator({ ...wanted(), email: "admin" })).rejects.toThrow(ZodError);
    const first = wanted();
    await createAdministrator(first);
    const second = createAdministrator({ ...wanted(), username: first.username });
    expect(await answer(second)).toBe("username: username-taken");
  });
});
