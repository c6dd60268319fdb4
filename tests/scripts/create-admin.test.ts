import { expect, test } from "vitest";
import { sql } from "@/lib/db";
import { runScript } from "../support/command-line";

const OPTIONS = [
  "--username=keeper",
  "--name=管理員",
  "--email=keeper@example.org",
  "--phone=0912-345-678",
  "--lab=IoT",
  "--password-stdin",
];
const input = "correct-horse-battery\n";

test("makes an active administrator from options", async () => {
  const { code, stdout } = await runScript("create-admin", OPTIONS, { input });
  expect(stdout).toBe("keeper is an administrator now.\n");
  expect(code).toBe(0);
  const administrators = await sql(
    `SELECT username, name, phone, status::text FROM "user" WHERE is_admin`,
  );
  expect(administrators).toEqual([
    { username: "keeper", name: "管理員", phone: "0912345678", status: "ACTIVE" },
  ]);
});

test("says what is wrong as the forms do, and makes nothing", async () => {
  const wrong = ["--username=keeper2", "--name=K", "--email=keeper", "--phone=1", "--lab=IoT"];
  const options = [...wrong, "--password-stdin"];
  const { code, stderr } = await runScript("create-admin", options, { input: "short" });
  expect(code).toBe(1);
  expect(stderr).toContain("email: This does not look like an e-mail address");
  expect(stderr).toContain("password: At least 10 characters, please.");
  expect(await sql(`SELECT 1 FROM "user" WHERE username = 'keeper2'`)).toEqual([]);
});

test("of two at the same moment, the later one is told in a line", async () => {
  const options = OPTIONS.map((option) => option.replace("keeper", "racer"));
  const phone = options.map((option) => option.replace("0912", "0922"));
  const both = await Promise.all([0, 1].map(() => runScript("create-admin", phone, { input })));
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  const [late] = both.filter(({ code }) => code === 1);
  expect(late?.stderr).toMatch(/^username: [^\n]+\n/);
  expect(late?.stderr).not.toContain("    at ");
});

test("without a terminal to ask on, names the options that are missing", async () => {
  const { code, stderr } = await runScript("create-admin", ["--name=K", "--lab=IoT"]);
  expect(stderr).toBe("Missing: --username, --email, --phone, --password-stdin.\n");
  expect(code).toBe(1);
});
