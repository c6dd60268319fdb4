import { beforeEach, expect, it, vi } from "vitest";

const NAMES = ["SMTP_URL", "SENDER_EMAIL", "PASSWORD", "NEXTAUTH_URL"] as const;

type Environment = Partial<Record<(typeof NAMES)[number], string>>;

beforeEach(() => vi.resetModules());

/** The account that these settings make; they are read anew. */
async function account(environment: Environment) {
  for (const name of NAMES) process.env[name] = environment[name] ?? "";
  const { smtpAccount } = await import("@/lib/mail/smtp-account");
  return smtpAccount();
}

it("none is set by default, nor by half of Gmail's", async () => {
  expect(await account({})).toBeNull();
  expect(await account({ SENDER_EMAIL: "lab@gmail.com" })).toBeNull();
});

it("SENDER_EMAIL and PASSWORD mean Gmail, as in the original", async () => {
  const gmail = await account({ SENDER_EMAIL: "lab@gmail.com", PASSWORD: "abcd efgh ijkl mnop" });
  expect(gmail).toEqual({
    url: "smtps://lab%40gmail.com:abcdefghijklmnop@smtp.gmail.com:465",
    server: "smtps://smtp.gmail.com:465",
    from: "lab@gmail.com",
    isLoopback: false,
    needsTls: true,
  });
});

it.each<[Environment, string]>([
  [{ SMTP_URL: "smtp://mail.example.org", SENDER_EMAIL: "lab@example.org" }, "lab@example.org"],
  [{ SMTP_URL: "smtp://bot%40example.org:pw@mail.example.org" }, "bot@example.org"],
  [
    { SMTP_URL: "smtp://bot:pw@mail.example.org", NEXTAUTH_URL: "https://g.example.org" },
    "gpusched@g.example.org",
  ],
  [{ SMTP_URL: "smtp://mail.example.org" }, "gpusched@localhost.localdomain"],
  [
    { SMTP_URL: "smtp://m.example.org", NEXTAUTH_URL: "http://10.0.0.5:3000" },
    "gpusched@localhost.localdomain",
  ],
  [
    { SMTP_URL: "smtp://m.example.org", NEXTAUTH_URL: "http://[::1]:3000" },
    "gpusched@localhost.localdomain",
  ],
])("the sender of %o is %s", async (environment, from) => {
  expect((await account(environment))?.from).toBe(from);
});

it.each([
  ["smtp://127.0.0.1:2525", true],
  ["smtp://localhost:2525", true],
  ["smtp://[::1]:2525", true],
  ["smtp://127.0.0.1.example.org", false],
  ["smtps://mail.example.org", false],
])("%s is on this machine: %s", async (SMTP_URL, isLoopback) => {
  expect((await account({ SMTP_URL }))?.isLoopback).toBe(isLoopback);
});

it.each([
  ["smtp://bot:pw@127.0.0.1:2525", false],
  ["smtp://bot:pw@mail.example.org:587", true],
  ["smtp://mail.example.org:25", false],
])("a login at %s needs an encrypted connection: %s", async (SMTP_URL, needsTls) => {
  expect((await account({ SMTP_URL }))?.needsTls).toBe(needsTls);
});

it("the log never shows a password", async () => {
  const set = await account({ SMTP_URL: "smtps://bot:secret@mail.example.org:465" });
  expect(set?.server).toBe("smtps://mail.example.org:465");
});
