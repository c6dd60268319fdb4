import { expect, test } from "vitest";
import { endPasswordThreads, passwordMatches } from "@/lib/accounts/passwords";
import { sql } from "@/lib/db";
import { runScript } from "../support/command-line";

test("the first administrator is made once; the password is printed and kept as a hash only", async () => {
  const { stdout } = await runScript("first-administrator");
  const username = stdout.match(/username +(\S+)/)?.[1];
  const password = stdout.match(/password +(\S{20})$/m)?.[1] ?? "";
  const [account] = await sql<{ password_hash: string }>(
    `SELECT password_hash FROM "user" WHERE username = $1 AND is_admin AND status = 'ACTIVE'`,
    [username],
  );
  expect(await passwordMatches(password, account?.password_hash ?? null)).toBe(true);
  await endPasswordThreads();
  const audit = await sql("SELECT details::text FROM audit_log");
  expect(audit.length).toBeGreaterThan(0);
  expect(JSON.stringify(audit)).not.toContain(password);

  expect(await runScript("first-administrator")).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("an unlucky name keeps nobody from starting", async () => {
  await sql(`UPDATE "user" SET status = 'DISABLED' WHERE is_admin`);
  const { code, stdout } = await runScript("first-administrator");
  expect(code).toBe(0);
  expect(stdout).toBe("There is no active administrator: `npm run admin:create` makes one.\n");
});
