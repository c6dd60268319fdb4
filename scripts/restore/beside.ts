/** Databases beside the one in use: a new one takes its place, and the old one stays. */
import pg from "pg";
import { connectPatiently } from "../backup/snapshot";
import { Failure } from "../start/failure.mjs";
import { inUse } from "./target";

/** Why a statement was refused, as PostgreSQL names it. */
const NOT_ALLOWED = "42501";
const IN_USE = "55006";
const UNKNOWN = "3D000";

/** The same address with another database. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(database)}`;
  return address.href;
}

/** Which databases set aside by earlier restores are still there. */
const ASIDE = /_before_\d{8}t\d{6}$/;

/** What the database is called once another has its place. PostgreSQL knows 63 characters. */
export const asideName = (name: string, now: Date) => `${name.slice(0, 39)}_before_${stamp(now)}`;
const newName = (name: string, now: Date) => `${name.slice(0, 39)}_restored_${stamp(now)}`;
const stamp = (now: Date) => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();

/** Makes an empty database like `name`, and gives its name. @throws Failure */
export async function makeBeside(url: string, name: string, now: Date): Promise<string> {
  const beside = newName(name, now);
  await administer(url, async (client) => {
    const { rows } = await client.query(LIKE, [name]);
    await client.query(creation(beside, rows[0]));
  });
  return beside;
}

/** Removes a database that nobody has seen yet, also while what fills it is just being ended. */
export const dropBeside = (url: string, beside: string): Promise<void> =>
  administer(url, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${quoted(beside)} WITH (FORCE)`),
  );

/** Puts `beside` in the place of `name`, at one instant. @returns what the old one is called now */
export async function swap(url: string, name: string, beside: string, now: Date): Promise<string> {
  const aside = asideName(name, now);
  const rename = (from: string, to: string) =>
    `ALTER DATABASE ${quoted(from)} RENAME TO ${quoted(to)}`;
  await administer(url, (client) =>
    client.query(`BEGIN; ${rename(name, aside)}; ${rename(beside, name)}; COMMIT`),
  );
  return aside;
}

/** Drops a database that an earlier restore has set aside. @throws Failure for any other */
export async function dropAside(url: string, name: string): Promise<void> {
  if (!ASIDE.test(name)) throw new Failure(`${name} is no database that a restore has set aside.`);
  await administer(url, (client) => client.query(`DROP DATABASE ${quoted(name)}`));
}

// Columns came and went from version to version; as JSON those that lack are simply not there.
const LIKE = `
  SELECT to_jsonb(d) || jsonb_build_object('owner', pg_get_userbyid(datdba),
    'encoding', pg_encoding_to_char(encoding)) AS facts
  FROM pg_database d WHERE datname = $1`;

/** The statement that makes an empty database which sorts and encodes as another one. */
function creation(name: string, { facts }: { facts: Record<string, string | null> }): string {
  const locale = facts.datlocale ?? facts.daticulocale;
  const clauses = {
    OWNER: quoted(facts.owner ?? ""),
    ENCODING: literal(facts.encoding),
    LC_COLLATE: literal(facts.datcollate),
    LC_CTYPE: literal(facts.datctype),
    LOCALE_PROVIDER:
      facts.datlocprovider === "i" ? "icu" : facts.datlocprovider === "b" && "builtin",
    ICU_LOCALE: facts.datlocprovider === "i" && literal(locale),
    ICU_RULES: facts.daticurules && literal(facts.daticurules),
    BUILTIN_LOCALE: facts.datlocprovider === "b" && literal(locale),
  };
  const said = Object.entries(clauses).filter(([, value]) => value);
  return [
    `CREATE DATABASE ${quoted(name)} TEMPLATE template0`,
    ...said.map((each) => each.join(" ")),
  ].join(" ");
}

const quoted = (name: string) => pg.escapeIdentifier(name);
const literal = (text: string | null | undefined) => pg.escapeLiteral(text ?? "");

/** Works from another database: neither can be dropped nor renamed while somebody is in it. */
async function administer(url: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = await connectPatiently(addressOf(url, "postgres"));
  try {
    await work(client);
  } catch (error) {
    throw inWords(error, client.user ?? "");
  } finally {
    await client.end();
  }
}

function inWords(error: unknown, user: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === IN_USE) return inUse(Number(error.detail?.match(/\d+/)?.[0] ?? 1));
  if (error.code === UNKNOWN) return new Failure(`${error.message}.`);
  if (error.code !== NOT_ALLOWED) return error;
  return new Failure(
    `PostgreSQL's user ${user} may not do this (${error.message}). As its administrator: ALTER ROLE ${quoted(user)} CREATEDB. Nothing was changed.`,
  );
}
