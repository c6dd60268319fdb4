/** Databases that tests make and drop. */
import { randomUUID } from "node:crypto";
import pg from "pg";

/** Makes a database on the server of `url`, empty or as a copy of `template`. */
export async function createDatabase(url: string, template = "template1"): Promise<string> {
  const created = new URL(url);
  created.pathname = `/gpusched_test_${randomUUID().replaceAll("-", "")}`;
  await administer(url, `CREATE DATABASE ${nameOf(created.href)} TEMPLATE ${template}`);
  return created.href;
}

/** Drops a database and ends the sessions that still use it. */
export const dropDatabase = (url: string): Promise<void> =>
  administer(url, `DROP DATABASE ${nameOf(url)} WITH (FORCE)`);

export const nameOf = (url: string): string => new URL(url).pathname.slice(1);

async function administer(url: string, statement: string): Promise<void> {
  // Neither a template nor a database to be dropped may have a session.
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client(maintenance.href);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
