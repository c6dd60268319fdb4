/** A small lab in an empty database, for the people of a crash run. */
import type pg from "pg";
import type { Actor } from "@/lib/actor";
import { makeWitness } from "./witness";

export type Lab = {
  readonly servers: readonly { readonly id: number; readonly gpus: readonly number[] }[];
  readonly gpus: readonly number[];
  readonly people: readonly Actor[];
  readonly administrator: Actor;
};

const PEOPLE = `
  INSERT INTO "user" (username, name, email, phone, lab, password_hash, status, is_admin, locale)
  SELECT 'p' || n, 'Person ' || n, 'p' || n || '@example.org', '09' || n, 'Lab', '-', 'ACTIVE',
         n = 1, CASE n % 2 WHEN 0 THEN 'en' ELSE 'zh-TW' END
  FROM generate_series(1, $1::int) AS n RETURNING id, is_admin`;
const SERVERS = `
  INSERT INTO server (name) SELECT 'gpu0' || n FROM generate_series(1, $1::int) AS n RETURNING id`;
// Nothing was heard of them yet, and their silence is no news.
const AGENTS = "INSERT INTO agent (server_id) SELECT id FROM server";
const GPUS = `
  INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
  SELECT $1, n, 'RTX 4090', '13.1', 'ssh' FROM generate_series(0, $2::int - 1) AS n RETURNING id`;
const ACCESS = `
  INSERT INTO user_gpu_access (user_id, gpu_id, priority)
  SELECT u.id, g.id, (u.id + g.id) % 3 FROM "user" u CROSS JOIN gpu g`;

const GPUS_OF_SERVER = 4;

/** Makes `people` accounts, an administrator's among them, who see all of `gpus` GPUs. */
export async function makeLab(database: pg.Pool, gpus: number, people: number): Promise<Lab> {
  type Person = { id: number; is_admin: boolean };
  await makeWitness(database);
  const accounts = (await database.query<Person>(PEOPLE, [people])).rows.map(({ id, is_admin }) => {
    return { id, isAdmin: is_admin, address: "192.0.2.7" };
  });
  const administrator = accounts.find(({ isAdmin }) => isAdmin);
  if (!administrator) throw new Error("there is no administrator");
  type Id = { id: number };
  const made = await database.query<Id>(SERVERS, [Math.ceil(gpus / GPUS_OF_SERVER)]);
  await database.query(AGENTS);
  const servers: { id: number; gpus: number[] }[] = [];
  for (const { id } of made.rows) {
    const cards = await database.query<Id>(GPUS, [id, GPUS_OF_SERVER]);
    servers.push({ id, gpus: cards.rows.map((card) => card.id) });
  }
  await database.query(ACCESS);
  return {
    servers,
    gpus: servers.flatMap((server) => server.gpus),
    people: accounts.filter(({ isAdmin }) => !isAdmin),
    administrator,
  };
}
