/** All accesses of users to GPUs at once. */
import { sql } from "@/lib/db";
import type { AccountStatus, LiveStatus } from "@/lib/domain/words";
import type { MatrixFilters } from "./schema";
import { type Matrix, stampOf } from "./views";

type UserRow = { id: number; name: string; username: string; lab: string; status: AccountStatus };
type GpuRow = { id: number; server: string; index: number; model: string; enabled: boolean };
type CellRow = { user_id: number; gpu_id: number; priority: number; enabled: boolean };
type LiveRow = { user_id: number; gpu_id: number; status: LiveStatus };

const USERS = `
  SELECT id, name, username, lab, status FROM "user"
  WHERE ($1 = '' OR position(lower($1) IN lower(concat_ws(E'\\n', username, name, lab))) > 0)
    AND ($2 = '' OR lab = $2)
  ORDER BY lower(lab), lab, lower(username), id`;
const GPUS = `
  SELECT g.id, s.name AS server, g.gpu_index AS index, g.model, g.status AS enabled
  FROM gpu g JOIN server s ON s.id = g.server_id
  WHERE ($1 = '' OR s.name = $1) AND ($2 = '' OR g.model = $2)`;
const CELLS = `
  SELECT user_id, gpu_id, priority, status AS enabled FROM user_gpu_access
  WHERE user_id = ANY($1) AND gpu_id = ANY($2)`;
const LIVE = `
  SELECT user_id, gpu_id, status FROM reservation
  WHERE status IN ('WAITING', 'NOTIFIED', 'ACTIVE') AND user_id = ANY($1) AND gpu_id = ANY($2)`;

const natural = new Intl.Collator("en", { numeric: true });

/** Where each id stands. */
const places = (rows: readonly { id: number }[]) =>
  new Map(rows.map(({ id }, index) => [id, index]));

/** The users and GPUs that match, and everything between them. */
export async function accessMatrix(filters: MatrixFilters): Promise<Matrix> {
  const { search, lab, server, model } = filters;
  const [users, found] = await Promise.all([
    sql<UserRow>(USERS, [search, lab]),
    sql<GpuRow>(GPUS, [server, model]),
  ]);
  const gpus = found.sort((a, b) => natural.compare(a.server, b.server) || a.index - b.index);
  const ids = [users.map(({ id }) => id), gpus.map(({ id }) => id)];
  const [cells, live] = await Promise.all([sql<CellRow>(CELLS, ids), sql<LiveRow>(LIVE, ids)]);
  const [rowOf, columnOf] = [places(users), places(gpus)];
  const rows = users.map(() => gpus.map(() => ""));
  for (const { user_id, gpu_id, priority, enabled } of cells) {
    const row = rows[rowOf.get(user_id) ?? -1];
    const column = columnOf.get(gpu_id);
    if (row && column !== undefined) row[column] = stampOf({ priority, enabled });
  }
  return {
    users: users.map((user) => [user.id, user.name, user.username, user.lab, user.status]),
    gpus: gpus.map(({ id, server, index, model, enabled }) => [
      id,
      `${server}-${index}`,
      model,
      enabled,
    ]),
    rows: rows.map((row) => row.join()),
    live: live.map(({ user_id, gpu_id, status }) => [
      rowOf.get(user_id) ?? 0,
      columnOf.get(gpu_id) ?? 0,
      status,
    ]),
  };
}
