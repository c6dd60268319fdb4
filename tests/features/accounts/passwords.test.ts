import { describe, expect, it } from "vitest";
import { isCommonPassword } from "@/lib/accounts/common-passwords";
import {
  endPasswordThreads,
  hashPassword,
  LONGEST_QUEUE,
  passwordMatches,
} from "@/lib/accounts/passwords";
import { answer, logIn, makeMember, PASSWORD, withAccounts } from "./support";

withAccounts();

describe("hashing passwords", () => {
  it("keeps a hash that belongs to its password only", async () => {
    const hash = await hashPassword(PASSWORD);
    expect(hash).toMatch(/^\$2b\$12\$/);
    expect(await hashPassword(PASSWORD)).not.toBe(hash);
    expect(await passwordMatches(PASSWORD, hash)).toBe(true);
    expect(await passwordMatches(PASSWORD.toUpperCase(), hash)).toBe(false);
    expect(await passwordMatches(PASSWORD, null)).toBe(false);
  });

  it("does not take what bcrypt would cut off for nothing", async () => {
    const longest = "x1".repeat(36);
    const hash = await hashPassword(longest);
    expect(await passwordMatches(longest, hash)).toBe(true);
    expect(await passwordMatches(`${longest}y`, hash)).toBe(false);
  });

  it("leaves the main thread to everybody else while forty people log in", async () => {
    const people = Array.from({ length: 40 }, (_, i) => ({ address: `192.0.2.${i}` }));
    let answered = 0;
    const logins = people.map(async (person) => {
      await answer(logIn({ username: "nobody-of-that-name" }, person));
      answered++;
    });
    const settled = Promise.allSettled(logins);
    // While the first of them is hashed, the event loop goes round undisturbed.
    let rounds = 0;
    while (answered === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      rounds++;
    }
    expect(rounds).toBeGreaterThan(100);
    await endPasswordThreads();
    await settled;
  });

  it("refuses quickly when too many wait, and then counts no attempt", async () => {
    const member = await makeMember();
    // As slow as there may be; whoever is served queues again, so that the queue stays full.
    const slow = (await hashPassword(PASSWORD)).replace("$12$", "$14$");
    const crowd = Array.from({ length: LONGEST_QUEUE + 20 }, async () => {
      for (;;) await passwordMatches(PASSWORD, slow);
    });
    const settled = Promise.allSettled(crowd);
    for (let i = 0; i < 12; i++) expect(await answer(logIn(member))).toBe("busy");
    await endPasswordThreads();
    await settled;
    expect(await answer(logIn(member))).toBe("ok");
  });
});

describe("a common password", () => {
  it.each([
    "password123",
    "P@ssw0rd2026!",
    "qwertyuiop",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou123",
    "Admin@1234",
    "2024password",
    "0123456789",
    "9876543210",
    "abcdefghij",
    "aaaaaaaaaa",
    "1212121212",
    "123456789a",
    "gpusched2026",
  ])("is %s", (password) => expect(isCommonPassword(password)).toBe(true));

  it.each([
    "correct horse",
    "Tr0ub4dor&3x",
    "zvk29fjq0w",
    "my cat sleeps",
    "lab-of-networks",
    "blue47kettle",
    "monkeywrench9",
    PASSWORD,
  ])("is not %s", (password) => expect(isCommonPassword(password)).toBe(false));
});
