/** Accounts that came from the original log in with the passwords that they had there. */
import { describe, expect, it } from "vitest";
import { readHash } from "@/lib/accounts/hash-kinds.mjs";
import { passwordMatches } from "@/lib/accounts/passwords";
import { accountOfSession } from "@/lib/accounts/queries";
import { sql } from "@/lib/db";
import { account, answer, logIn, makeMember, withAccounts } from "../features/accounts/support";
import { HASHES } from "./hashes";

withAccounts();

const CHEAP = HASHES.filter(({ hash }) => /:1000\$|:1024:|^\$2.\$06|^sha256/.test(hash));
const [pbkdf2] = CHEAP;
if (!pbkdf2) throw new Error("there is no cheap hash");

async function makeLegacyMember(hash: string) {
  const member = await makeMember();
  await sql(`UPDATE "user" SET password_hash = $2 WHERE id = $1`, [member.id, hash]);
  return member;
}

const hashOf = async (id: number) => (await account(id)).password_hash;

describe("a hash from the original", () => {
  it.each(HASHES)("of $by belongs to its password only", async ({ password, hash }) => {
    expect(await passwordMatches(password, hash)).toBe(true);
    expect(await passwordMatches(`${password}x`, hash)).toBe(false);
  });

  it.each([
    ["so many rounds that nobody waits for it", `pbkdf2:sha256:4000001$salt$${"ab".repeat(32)}`],
    ["so many rounds of scrypt", `scrypt:${2 ** 30}:8:1$salt$${"ab".repeat(64)}`],
    ["all the memory", `scrypt:${2 ** 17}:16:1$salt$${"ab".repeat(64)}`],
    ["endless rounds of bcrypt", `$2b$15$${"a".repeat(53)}`],
    ["too few rounds of bcrypt", `$2b$03$${"a".repeat(53)}`],
    ["an N that is no power of two", `scrypt:1000:8:1$salt$${"ab".repeat(64)}`],
    ["no rounds", `pbkdf2:sha256:0$salt$${"ab".repeat(32)}`],
    ["an unknown digest", `pbkdf2:md6:1000$salt$${"ab".repeat(32)}`],
    ["the name of an object's own property", `constructor$salt$${"ab".repeat(32)}`],
    ["a hash that was cut off", `scrypt:1024:8:1$salt$${"ab".repeat(40)}`],
    ["a plain password", "hunter2"],
    ["nothing", ""],
  ])("with %s is none", (_what, hash) => expect(readHash(hash)).toBeNull());

  it("of no known kind matches nothing", async () => {
    expect(await passwordMatches("hunter2", "hunter2")).toBe(false);
  });
});

describe("a login with a password from the original", () => {
  it("replaces its hash by bcrypt, and the session goes on", async () => {
    const member = await makeLegacyMember(pbkdf2.hash);
    const claims = await logIn(member, { password: pbkdf2.password });
    const hash = await hashOf(member.id);
    expect(hash).toMatch(/^\$2b\$12\$/);
    expect(await accountOfSession(claims)).toMatchObject({ id: member.id });
    await logIn(member, { password: pbkdf2.password });
    expect(await hashOf(member.id)).toBe(hash);
  });

  it("leaves everything as it is when the password is wrong", async () => {
    const member = await makeLegacyMember(pbkdf2.hash);
    expect(await answer(logIn(member, { password: "not-it-at-all" }))).toBe("login-failed");
    expect(await hashOf(member.id)).toBe(pbkdf2.hash);
  });

  it("of Chinese signs works before and after", async () => {
    const chinese = CHEAP.find(({ password }) => password.startsWith("實"));
    if (!chinese) throw new Error("there is no Chinese one");
    const member = await makeLegacyMember(chinese.hash);
    expect(await answer(logIn(member, chinese))).toBe("ok");
    expect(await hashOf(member.id)).toMatch(/^\$2b\$12\$/);
    expect(await answer(logIn(member, chinese))).toBe("ok");
  });

  it("that bcrypt would cut off keeps its old hash", async () => {
    const long = CHEAP.find(({ password }) => password.length > 72);
    if (!long) throw new Error("there is no long one");
    const member = await makeLegacyMember(long.hash);
    expect(await answer(logIn(member, { password: long.password }))).toBe("ok");
    expect(await hashOf(member.id)).toBe(long.hash);
    expect(await answer(logIn(member, { password: long.password }))).toBe("ok");
  });
});
