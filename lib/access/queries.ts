/** Who sees which GPU, from either side. */
import { sql } from "@/lib/db";
import type { AccountStatus, LiveStatus } from "@/lib/domain/words";
import type { AccessFilters } from "./schema";
import type { Access } from "./views";

type Standing = {
  /** Null: the GPU is not visible to the user. */
  readonly access: Access | null;
  /** The reservation that the user has on the GPU now. */
  readonly live: LiveStatus | null;
};

/** A user beside a GPU. */
export type UserAccess = Standing & {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly lab: string;
  readonly status: AccountStatus;
};

/** A GPU beside a user. */
export type GpuAccess = Standing & {
  readonly id: number;
  readonly model: string;
  readonly gpuName: string;
  readonly enabled: boolean;
};

type Flat<Row> = Omit<Row, "access"> & { priority: number | null; accessEnabled: boolean | null };

function nested<Row extends Standing>(flat: Flat<Row>) {
  const { priority, accessEnabled, ...row } = flat;
  const isVisible = priority !== null && accessEnabled !== null;
  return { ...row, access: isVisible ? { priority, enabled: accessEnabled } : null };
}

const STANDING = `
  a.priority, a.status AS "accessEnabled",
  (SELECT r.status FROM reservation r
   WHERE r.user_id = u.id AND r.gpu_id = g.id AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE'))
  AS live`;
const ACCESS = `LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = g.id`;

const PAGE_SIZE = 100;

const MATCHING_USERS = `
  FROM "user" u JOIN gpu g ON g.id = $1 ${ACCESS}
  WHERE ($2 = '' OR position(lower($2) IN lower(concat_ws(E'\\n', u.username, u.name))) > 0)
    AND ($3 = '' OR u.lab = $3)`;

export type UserAccessList = {
  readonly users: readonly UserAccess[];
  readonly page: number;
  readonly pages: number;
};

/** One page of the users beside a GPU, those to whom it is visible first. */
export async function usersBeside(gpuId: number, filters: AccessFilters): Promise<UserAccessList> {
  const matching = [gpuId, filters.search, filters.lab];
  const [counted] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count ${MATCHING_USERS}`,
    matching,
  );
  const pages = Math.max(1, Math.ceil((counted?.count ?? 0) / PAGE_SIZE));
  const page = Math.min(filters.page, pages);
  const rows = await sql<Flat<UserAccess>>(
    `SELECT u.id, u.username, u.name, u.lab, u.status, ${STANDING} ${MATCHING_USERS}
     ORDER BY a.user_id IS NULL, lower(u.lab), lower(u.username), u.id LIMIT $4 OFFSET $5`,
    [...matching, PAGE_SIZE, (page - 1) * PAGE_SIZE],
  );
  return { users: rows.map(nested<UserAccess>), page, pages };
}

/** Every GPU beside a user, by server and number. */
export async function gpusBeside(userId: number): Promise<GpuAccess[]> {
  const rows = await sql<Flat<GpuAccess>>(
    `SELECT g.id, g.model, s.name || '-' || g.gpu_index AS "gpuName", g.status AS enabled,
            ${STANDING}
     FROM gpu g JOIN server s ON s.id = g.server_id JOIN "user" u ON u.id = $1 ${ACCESS}`,
    [userId],
  );
  const natural = new Intl.Collator("en", { numeric: true });
  return rows
    .map(nested<GpuAccess>)
    .sort((a, b) => natural.compare(a.gpuName, b.gpuName) || a.id - b.id);
}

/** Names of people and GPUs that are spoken of, by id. */
export async function namesOf(userIds: readonly number[], gpuIds: readonly number[]) {
  const [people, gpus] = await Promise.all([
    sql<{ id: number; name: string; lab: string }>(
      `SELECT id, name, lab FROM "user" WHERE id = ANY($1)`,
      [userIds],
    ),
    sql<{ id: number; model: string; gpuName: string }>(
      `SELECT g.id, g.model, s.name || '-' || g.gpu_index AS "gpuName"
       FROM gpu g JOIN server s ON s.id = g.server_id WHERE g.id = ANY($1)`,
      [gpuIds],
    ),
  ]);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    gpus: new Map(gpus.map((gpu) => [gpu.id, gpu])),
  };
}

/** A user to choose. */
export type Candidate = Pick<UserAccess, "id" | "username" | "name" | "lab">;

/** Every account, by lab and username. */
export function listCandidates(): Promise<Candidate[]> {
  return sql<Candidate>(
    `SELECT id, username, name, lab FROM "user" ORDER BY lower(lab), lab, lower(username)`,
  );
}
