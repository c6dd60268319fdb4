import { beforeAll, describe, expect, it } from "vitest";
import { findAccount, listAccounts, listLabs } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { sql } from "@/lib/db";
import { account, makeMember, withAccounts } from "./support";

withAccounts();

const list = (query: Record<string, unknown>) => listAccounts(accountFiltersSchema.parse(query));

/** The usernames on the page of the list that a URL's query asks for. */
const usernames = async (query: Record<string, unknown>) =>
  (await list(query)).accounts.map(({ username }) => username);

beforeAll(async () => {
  const people = [
    ["bob", "Bob", "Lab B", "ACTIVE", 1],
    ["Alice", "愛麗絲", "Lab A", "ACTIVE", 2.5],
    ["carol", "Carol", "Lab A", "PENDING", 1],
    ["dave_1", "100% Dave", "Lab B", "DISABLED", 0.5],
  ] as const;
  for (const [username, name, lab, status, time_multiplier] of people) {
    const { id } = await makeMember({ status, time_multiplier });
    await sql(`UPDATE "user" SET username = $2, name = $3, lab = $4 WHERE id = $1`, [
      id,
      username,
      name,
      lab,
    ]);
  }
});

describe("the list of accounts", () => {
  it("begins with those who await approval", async () => {
    expect(await usernames({})).toEqual(["carol", "Alice", "bob", "dave_1"]);
  });

  it.each([
    ["username", ["Alice", "bob", "carol", "dave_1"]],
    ["-username", ["dave_1", "carol", "bob", "Alice"]],
    ["-timeMultiplier", ["Alice", "bob", "carol", "dave_1"]],
    ["lab", ["Alice", "carol", "bob", "dave_1"]],
    ["status", ["carol", "bob", "Alice", "dave_1"]],
    ["created", ["bob", "Alice", "carol", "dave_1"]],
  ])("is sorted by %s", async (sort, expected) => {
    expect(await usernames({ sort })).toEqual(expected);
  });

  it.each([
    [{ search: "ALI" }, ["Alice"]],
    [{ search: "愛麗" }, ["Alice"]],
    [{ search: "%" }, ["dave_1"]],
    [{ search: "_" }, ["dave_1"]],
    [{ search: "'; DROP TABLE" }, []],
    [{ status: "DISABLED" }, ["dave_1"]],
    [{ lab: "Lab A" }, ["carol", "Alice"]],
    [{ lab: "Lab A", status: "ACTIVE" }, ["Alice"]],
    [{ lab: "Lab C" }, []],
    [{ lab: ["Lab A", "Lab C"] }, ["carol", "Alice"]],
  ])("shows of %j: %j", async (query, expected) => {
    expect(await usernames(query)).toEqual(expected);
  });

  it.each([
    { sort: "password_hash" },
    { sort: "username; DROP TABLE" },
    { status: "GONE" },
    { page: "NaN" },
    { page: "-1" },
    { page: "1e99" },
    { search: [["a", "b"]] },
    { search: "\u0000" },
  ])("shows all where the URL makes no sense: %j", async (query) => {
    expect(await usernames(query)).toHaveLength(4);
  });

  it("has pages, and the last one for whoever asks for one beyond", async () => {
    await sql(
      `INSERT INTO "user" (username, name, email, phone, lab, password_hash)
       SELECT 'many' || i, 'Many', 'many' || i || '@example.org', '555' || i, 'Many', '-'
       FROM generate_series(1000, 1119) i`,
    );
    const last = await list({ lab: "Many", page: "999" });
    expect(last).toMatchObject({ count: 120, page: 3, pages: 3 });
    expect(last.accounts.map(({ username }) => username)).toEqual(
      Array.from({ length: 20 }, (_, i) => `many${1100 + i}`),
    );
  });

  it("offers every lab once", async () => {
    expect(await listLabs()).toEqual(["Lab A", "Lab B", "Many"]);
  });

  it("never carries a password's hash", async () => {
    const { id } = await makeMember();
    const { password_hash } = await account(id);
    const shown = [await findAccount(id), (await list({})).accounts];
    expect(JSON.stringify(shown)).not.toContain(password_hash);
    expect(JSON.stringify(shown)).not.toContain("assword");
  });
});
