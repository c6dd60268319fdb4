import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSettings, SETTING_NAMES } from "@/lib/settings";

test("everything has a default or may be missing", () => {
  expect(readSettings({})).toMatchObject({
    HOST: "127.0.0.1",
    PORT: 3000,
    CLAIM_WINDOW_MINUTES: 60,
  });
});

test("an empty value counts as none, as in a .env file that lists every name", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: "", SENDER_EMAIL: "" })).toEqual(readSettings({}));
});

test("durations may be decimals", () => {
  const settings = readSettings({
    CLAIM_WINDOW_MINUTES: "0.1",
    ENDING_SOON_MINUTES: "0.5, 60,0.5",
  });
  expect(settings.CLAIM_WINDOW_MINUTES).toBe(0.1);
  expect(settings.ENDING_SOON_MINUTES).toEqual([60, 0.5]);
});

test("an address that people use has no path or slash at its end", () => {
  expect(readSettings({ NEXTAUTH_URL: "https://gpusched.iottalk.tw/" }).NEXTAUTH_URL).toBe(
    "https://gpusched.iottalk.tw",
  );
});

test.for([
  ["PORT", "abc", "PORT=abc must be a whole number from 1 to 65535"],
  ["PORT", "0", "PORT=0 must be a whole number from 1 to 65535"],
  ["CLAIM_WINDOW_MINUTES", "0", /^CLAIM_WINDOW_MINUTES=0 must be more than 0 and at most 43200/],
  ["CLAIM_WINDOW_MINUTES", "1e9", /^CLAIM_WINDOW_MINUTES=1e9 must be more than 0/],
  ["ENDING_SOON_MINUTES", "60,soon", /^ENDING_SOON_MINUTES=60,soon must be more than 0/],
  ["QUIET_HOURS", "23:00", "QUIET_HOURS=23:00 must be written as 23:00-08:00, or none"],
  ["QUIET_HOURS", "08:00-08:00", "QUIET_HOURS=08:00-08:00 must start and end at different times"],
  ["MAX_LIVE_RESERVATIONS", "-1", /must be a whole number from 1 to 1000$/],
  ["LAB_TIME_ZONE", "Taipei", /must be the name of a time zone, such as Asia\/Taipei$/],
  ["TRUST_PROXY", "yes", "TRUST_PROXY=yes must be 0 or 1"],
  ["NEXTAUTH_URL", "foo", "NEXTAUTH_URL must start with http:// or https://"],
  ["NEXTAUTH_URL", "https://a.example/b", "NEXTAUTH_URL must be an address without a path"],
  ["REDIS_URL", "redis://", "REDIS_URL must name a host"],
  ["SENDER_EMAIL", "lab@example.org", /^SENDER_EMAIL=lab@example.org needs PASSWORD beside it/],
] as const)("a wrong value is named in one line: %s=%s", ([name, value, message]) => {
  expect(() => readSettings({ [name]: value })).toThrow(message);
});

test("several wrong values are named together, each once", () => {
  expect(() => readSettings({ PORT: "x", TRUST_PROXY: "y" })).toThrow(
    "PORT=x must be a whole number from 1 to 65535; TRUST_PROXY=y must be 0 or 1",
  );
});

test("a wrong value that holds a password is not shown", () => {
  expect(() => readSettings({ DATABASE_URL: "mysql://root:hunter22@db/x" })).toThrow(
    /^DATABASE_URL must start with postgres:\/\/ or postgresql:\/\/$/,
  );
});

test("README's table has every setting, and no other", () => {
  const [, table = ""] = readFileSync("README.md", "utf8").split("## Settings");
  const rows = table.split("\n## ")[0]?.match(/^\| `.*$/gm) ?? [];
  const names = rows.flatMap((row) => row.split("|")[1]?.match(/[A-Z_]{4,}/g) ?? []);
  expect(names.sort()).toEqual([...SETTING_NAMES].sort());
});
