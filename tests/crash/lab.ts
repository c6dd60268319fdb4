/** A small lab in an empty database, for the people of a crash run. */
import type pg from "pg";
import type { Actor } from "@/lib/actor";

export type Lab = {
  readonly gpus: readonly number[];
  readonly people: readonly Actor[];
  readonly administrator: Actor;
};

const PEOPLE = `
  INSERT INTO "user" (username, name, email, phone, lab, password_hash, status, is_admin, locale)
  SELECT 'p' || n, 'Person ' || n, 'p' || n || '@example.org', '09' || n, 'Lab', '-', 'ACTIVE',
         n = 1, CASE n % 2 WHEN 0 THEN 'en' ELSE 'zh-TW' END
  FROM generate_series(1, $1::int) AS n RETURNING id, is_admin`;
const GPUS = `
  INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
  SELECT $1, n, 'RTX 4090', '13.1', 'ssh' FROM generate_series(0, $2::int - 1) AS n RETURNING id`;
const ACCESS = `
  INSERT INTO user_gpu_access (user_id, gpu_id, priority)
  SELECT u.id, g.id, (u.id + g.id) % 3 FROM "user" u CROSS JOIN gpu g`;

/** Makes `people` accounts, an administrator's among them, who see all of `gpus` GPUs. */
export async function makeLab(database: pg.Pool, gpus: number, people: number): Promise<Lab> {
  type Person = { id: number; is_admin: boolean };
  const made = (await database.query<Person>(PEOPLE, [people])).rows.map(({ id, is_admin }) => {
    return { id, isAdmin: is_admin, address: "192.0.2.7" };
  });
  const administrator = made.find(({ isAdmin }) => isAdmin);
  if (!administrator) throw new Error("there is no administrator");
  const server = await database.query<{ id: number }>(
    "INSERT INTO server (name) VALUES ('gpu01') RETURNING id",
  );
  const cards = await database.query<{ id: number }>(GPUS, [server.rows[0]?.id, gpus]);
  await database.query(ACCESS);
  return {
    gpus: cards.rows.map(({ id }) => id),
    people: made.filter(({ isAdmin }) => !isAdmin),
    administrator,
  };
}
