/** People, GPUs and accesses in the database, each new, so that no test meets another's. */
import { randomInt, randomUUID } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";

async function insert(table: string, row: Record<string, unknown>): Promise<number> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const text = `INSERT INTO ${table} (${columns}) VALUES (${places}) RETURNING id`;
  const [inserted] = await sql<{ id: number }>(text, Object.values(row));
  if (!inserted) throw new Error(`nothing was inserted into ${table}`);
  return inserted.id;
}

type Account = { username: string; status: string; time_multiplier: number; is_admin: boolean };

/** An ACTIVE account that nobody can log in to. */
export async function makePerson(details: Partial<Account> = {}): Promise<Actor> {
  const unique = randomUUID().slice(0, 13);
  const id = await insert('"user"', {
    username: `u-${unique}`,
    name: `Person ${unique}`,
    email: `${unique}@example.org`,
    phone: `09${randomInt(1e12, 1e13)}`,
    lab: "Test Lab",
    password_hash: "-",
    status: "ACTIVE",
    ...details,
  });
  return { id, isAdmin: details.is_admin ?? false, address: "192.0.2.7" };
}

export const makeAdministrator = () => makePerson({ is_admin: true });

/** An enabled, healthy GPU of 48 h on a server of its own. Returns its id. */
export async function makeGpu(details: { max_hours?: number; status?: boolean } = {}) {
  const server_id = await insert("server", { name: `gpu-${randomUUID().slice(0, 8)}` });
  return insert("gpu", {
    server_id,
    gpu_index: 0,
    model: "RTX 4090",
    cuda_version: "13.1",
    connection_info: "ssh gpu.example.org",
    ...details,
  });
}

/** Makes a GPU visible to somebody, or changes how. */
export async function giveAccess(
  { id }: Actor,
  gpuId: number,
  { priority = 1, enabled = true } = {},
): Promise<void> {
  await sql(
    `INSERT INTO user_gpu_access (user_id, gpu_id, priority, status) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, gpu_id) DO UPDATE SET priority = $3, status = $4`,
    [id, gpuId, priority, enabled],
  );
}

/** A GPU and people who see it, one for each priority. */
export async function makeLab<const Priorities extends readonly number[]>(
  ...priorities: Priorities
): Promise<{ gpu: number; people: { [Each in keyof Priorities]: Actor } }> {
  const gpu = await makeGpu();
  const people: Actor[] = [];
  for (const priority of priorities) {
    const person = await makePerson();
    await giveAccess(person, gpu, { priority });
    people.push(person);
  }
  return { gpu, people: people as { [Each in keyof Priorities]: Actor } };
}
