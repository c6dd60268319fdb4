import { describe, expect, it } from "vitest";
import { register } from "@/lib/accounts/commands-register";
import { registrationSchema } from "@/lib/accounts/schema";
import { sql } from "@/lib/db";
import { refusalsOf } from "@/lib/web/refusals";
import { makeAdministrator, makePerson } from "@/tests/support/people";
import {
  account,
  answer,
  answers,
  aRegistration,
  audited,
  from,
  logIn,
  mailsTo,
  PASSWORD,
  withAccounts,
} from "./support";

withAccounts();

describe("a registration", () => {
  it("makes an account that awaits approval, in the language of the page", async () => {
    const wanted = aRegistration();
    const id = await register(wanted, { address: "203.0.113.1", locale: "en" });
    const made = await account(id);
    expect(made).toMatchObject({
      username: wanted.username,
      email: wanted.email,
      status: "PENDING",
      locale: "en",
      is_admin: false,
      time_multiplier: 1,
      email_verified_at: null,
    });
    expect(made.password_hash).toMatch(/^\$2b\$12\$/);
    expect(await answer(logIn(wanted))).toBe("account-pending");
    expect(await audited(id)).toMatchObject([
      { action: "account.registered", actor_id: id, address: "203.0.113.1" },
    ]);
    expect(JSON.stringify(await audited(id))).not.toContain(PASSWORD);
  });

  it("tells every active administrator, and mails a link to the new address", async () => {
    const administrator = await makeAdministrator();
    const disabled = await makePerson({ is_admin: true, status: "DISABLED" });
    const user = await makePerson();
    const id = await register(aRegistration(), from("203.0.113.2"));
    expect(await mailsTo(administrator.id)).toEqual(["registration-received"]);
    expect(await mailsTo(disabled.id)).toEqual([]);
    expect(await mailsTo(user.id)).toEqual([]);
    expect(await mailsTo(id)).toEqual(["verify-email"]);
  });

  it("says all that is taken at once, without regard to case", async () => {
    const first = aRegistration();
    await register(first, from("203.0.113.3"));
    const second = {
      ...first,
      username: first.username.toUpperCase(),
      email: first.email.toUpperCase(),
    };
    expect(await answer(register(second, from("203.0.113.3")))).toBe(
      "username: username-taken, email: email-taken, phone: phone-taken",
    );
  });

  it("does not let anybody take another's e-mail address for a username", async () => {
    const first = aRegistration();
    await register(first, from("203.0.113.4"));
    const second = aRegistration({ username: first.email });
    expect(await answer(register(second, from("203.0.113.4")))).toBe("username: username-taken");
  });

  it.each([
    ["username", "username: username-taken"],
    ["email", "email: email-taken"],
    ["phone", "phone: phone-taken"],
  ] as const)("of two with one %s at the same moment, one is refused", async (field, refused) => {
    const first = aRegistration();
    const second = aRegistration({ [field]: first[field] });
    const both = await answers(
      register(first, from("203.0.113.5")),
      register(second, from("203.0.113.6")),
    );
    expect(both).toEqual(["ok", refused].sort());
    const [{ count } = { count: 0 }] = await sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM "user" WHERE ${field} = $1`,
      [first[field]],
    );
    expect(count).toBe(1);
  });

  it("is counted per address, whatever becomes of it", async () => {
    const first = aRegistration();
    await register(first, from("203.0.113.7"));
    for (let i = 1; i < 30; i++) await answer(register(first, from("203.0.113.7")));
    expect(await answer(register(aRegistration(), from("203.0.113.7")))).toBe("too-many-attempts");
    expect(await answer(register(aRegistration(), from("203.0.113.8")))).toBe("ok");
  });
});

describe("the registration form", () => {
  const told = (changes: Record<string, unknown>) => {
    const parsed = registrationSchema.safeParse({ ...aRegistration(), ...changes });
    if (parsed.success) return "ok";
    return refusalsOf(parsed.error)
      .refusals.map(({ field, code }) => `${field}: ${code}`)
      .join(", ");
  };

  it.each([
    [{ username: "" }, "username: required"],
    [{ username: undefined }, "username: required"],
    [{ username: "   " }, "username: required"],
    [{ username: "two words" }, "username: bad-username"],
    [{ username: "-dash" }, "username: bad-username"],
    [{ username: "<script>" }, "username: bad-username"],
    [{ username: "smile🙂" }, "username: bad-username"],
    [{ username: "zero\u200bwidth" }, "username: control-characters"],
    [{ username: "\u202egnp.exe" }, "username: control-characters"],
    [{ username: "nul\u0000" }, "username: control-characters"],
    [{ username: "half\ud83d" }, "username: control-characters"],
    [{ username: "x".repeat(81) }, "username: too-long"],
    [{ username: "x".repeat(80) }, "ok"],
    [{ username: "王小明" }, "ok"],
    [{ username: "Ōe.kenzaburō_1@lab" }, "ok"],
    [{ name: "Lin\r\nBcc: everybody@example.org" }, "name: control-characters"],
    [{ name: "x".repeat(101) }, "name: too-long"],
    [{ email: "lin@example.org\nBcc: a@example.org" }, "email: control-characters"],
    [{ email: "lin@example" }, "email: bad-email"],
    [{ email: "lin example.org" }, "email: bad-email"],
    [{ email: `${"x".repeat(90)}@example.org` }, "email: too-long"],
    [{ phone: "call me" }, "phone: bad-phone"],
    [{ phone: "1e9" }, "phone: bad-phone"],
    [{ phone: "-1" }, "phone: too-short"],
    [{ phone: "12345678901234567" }, "phone: too-long"],
    [{ phone: "NaN" }, "phone: bad-phone"],
    [{ lab: "" }, "lab: required"],
    [{ lab: "x".repeat(81) }, "lab: too-long"],
    [{ password: "" }, "password: required, passwordAgain: passwords-differ"],
    [{ password: 5 }, "password: required, passwordAgain: passwords-differ"],
    [{ passwordAgain: `${PASSWORD}!` }, "passwordAgain: passwords-differ"],
  ])("%j → %s", (changes, expected) => expect(told(changes)).toBe(expected));

  it.each([
    ["kettle-51", "password-too-short"],
    ["x1-".repeat(25), "password-too-long"],
    ["密碼密碼密碼密碼密碼", "password-not-ascii"],
    ["kettle\t51-blue", "password-not-ascii"],
    ["P@ssw0rd2026!", "password-common"],
    ["1234567890", "password-common"],
  ])("password %s → %s", (password, code) =>
    expect(told({ password, passwordAgain: password })).toBe(`password: ${code}`),
  );

  it("wants a password that names neither the user nor their address", () => {
    const password = "Marigold-513!x";
    const said = { password, passwordAgain: password };
    expect(told({ ...said, username: "marigold" })).toBe("password: password-personal");
    expect(told({ ...said, email: "marigold@example.org" })).toBe("password: password-personal");
    expect(told({ ...said, username: "mar" })).toBe("ok");
  });

  it("reads what input methods write full-width, and one number in any spelling", () => {
    const parsed = registrationSchema.parse({
      ...aRegistration(),
      username: "ｌｉｎ",
      email: "ｌｉｎ＠example.org",
      phone: "（０３）5712-121",
    });
    expect(parsed).toMatchObject({
      username: "lin",
      email: "lin@example.org",
      phone: "035712121",
    });
  });
});
