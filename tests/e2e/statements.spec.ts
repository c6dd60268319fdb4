/** Every page of the built portal asks the database as often at 5 rows as at 500. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { migrate } from "@/scripts/database/migrate";
import { freePort } from "@/scripts/ports";
import { cookiesOf } from "@/scripts/show/browser";
import { makeShow, type Show } from "@/scripts/show/lab";
import { pagesOf, type ShownPage } from "@/scripts/show/pages";
import { crowd } from "../support/crowd";
import { createDatabase } from "../support/postgres";
import { closeAfterwards } from "./support/scenes";

closeAfterwards();

let web: ChildProcess;
let portal: string;
let counter: string;
let show: Show;

test.beforeAll(async () => {
  // A database of its own: this file runs in a process of its own, too.
  const url = await createDatabase(process.env.DATABASE_URL ?? "");
  await migrate(url);
  process.env.DATABASE_URL = url;
  show = await makeShow({ gpus: 6, people: 12 });
  const [port, counted] = [await freePort(), await freePort()];
  portal = `http://127.0.0.1:${port}`;
  counter = `http://127.0.0.1:${counted}`;
  const env = { PORT: String(port), NEXTAUTH_URL: portal, STATEMENTS_PORT: String(counted) };
  const args = ["--import", "./tests/e2e/support/count-statements.mjs", "dist/web.mjs"];
  web = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: "inherit",
  });
  while (
    !(await fetch(portal).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(100);
});

test.afterAll(async () => {
  web.kill("SIGTERM");
  await once(web, "exit");
});

const statementsSoFar = async () => Number(await (await fetch(counter)).text());

async function statementsOf({ who, path }: ShownPage): Promise<number> {
  const cookies = await cookiesOf(who, show);
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const before = await statementsSoFar();
  const answer = await fetch(new URL(path, portal), { headers: { Cookie }, redirect: "manual" });
  await answer.text();
  expect(answer.status, path).toBe(200);
  return (await statementsSoFar()) - before;
}

async function countAll(pages: readonly ShownPage[]): Promise<string[]> {
  const counts: string[] = [];
  for (const page of pages) counts.push(`${page.path} ${await statementsOf(page)}`);
  return counts;
}

test("a page sends as many statements whatever it lists", async () => {
  test.setTimeout(180_000);
  const pages = await pagesOf(show);
  await crowd(5);
  // The first answers fill what a process remembers.
  await countAll(pages);
  const few = await countAll(pages);
  await crowd(500);
  expect(await countAll(pages)).toEqual(few);
});
