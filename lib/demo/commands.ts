import { hashPassword } from "@/lib/accounts/passwords";
import { recordAll } from "@/lib/audit/record";
import { decisionTime } from "@/lib/clock";
import { type Transaction, transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { auditOf } from "./audit";
import type { DemoReservation } from "./book";
import { APPLICANT, BARRED, type DemoPerson, emailOf, GPUS, labOf, nameOf, PEOPLE } from "./lab";
import { inventWeek } from "./statistics";
import { story } from "./story";

/** What became of the wish for a demo. */
export type DemoOutcome = "filled" | "was-filled" | "not-empty";

type Ids = ReadonlyMap<string, number>;

async function insert(tx: Transaction, table: string, row: Record<string, unknown>) {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  const text = `INSERT INTO ${table} (${names}) VALUES (${places}) RETURNING id`;
  const [inserted] = (await tx.query<{ id: number }>(text, Object.values(row))).rows;
  if (!inserted) throw new Error(`nothing was inserted into ${table}`);
  return inserted.id;
}

async function insertPeople(tx: Transaction, passwordHash: string, now: Instant): Promise<Ids> {
  const ids = new Map<string, number>();
  const since = new Date(now - 60 * 24 * 3_600_000);
  const insertOne = async (person: DemoPerson, phone: number, status: string, createdAt: Date) => {
    const { username, name, timeMultiplier, locale } = person;
    const id = await insert(tx, '"user"', {
      username,
      name,
      email: emailOf(person),
      phone: `09000001${String(phone).padStart(2, "0")}`,
      lab: labOf(person),
      status,
      time_multiplier: timeMultiplier,
      locale,
      password_hash: passwordHash,
      email_verified_at: createdAt,
      created_at: createdAt,
    });
    ids.set(username, id);
  };
  for (const [index, person] of PEOPLE.entries()) await insertOne(person, index, "ACTIVE", since);
  await insertOne(APPLICANT, PEOPLE.length, "PENDING", new Date(now - 50 * 60_000));
  return ids;
}

async function insertGpus(tx: Transaction): Promise<Ids> {
  const ids = new Map<string, number>();
  const servers = new Map<string, number>();
  for (const gpu of GPUS) {
    const server = servers.get(gpu.server) ?? (await insert(tx, "server", { name: gpu.server }));
    servers.set(gpu.server, server);
    const id = await insert(tx, "gpu", {
      server_id: server,
      gpu_index: gpu.index,
      model: gpu.model,
      cuda_version: gpu.cudaVersion,
      max_hours: gpu.maxHours,
      connection_info: `ssh -p 22${gpu.index}1 lab@${gpu.server}.example.org`,
      status: gpu.enabled ?? true,
      fault: gpu.fault ?? null,
    });
    ids.set(nameOf(gpu), id);
  }
  return ids;
}

async function insertAccesses(tx: Transaction, people: Ids, gpus: Ids): Promise<void> {
  for (const gpu of GPUS) {
    for (const { username, lab } of PEOPLE) {
      const priority = gpu.priorities[lab] ?? null;
      if (priority === null) continue;
      const isBarred = username === BARRED.username && nameOf(gpu) === BARRED.gpu;
      await tx.query(
        "INSERT INTO user_gpu_access (user_id, gpu_id, priority, status) VALUES ($1, $2, $3, $4)",
        [people.get(username), gpus.get(nameOf(gpu)), priority, !isBarred],
      );
    }
  }
}

/** Who ended it: its own user, an administrator, or nobody. */
function endedBy({ endCause }: DemoReservation, owner: number, administrator: number | null) {
  if (endCause === "RELEASED" || endCause === "CANCELLED") return owner;
  return endCause === "ENDED_BY_ADMIN" ? administrator : null;
}

async function insertReservations(tx: Transaction, people: Ids, gpus: Ids, now: Instant) {
  const found = await tx.query(`SELECT id FROM "user" WHERE is_admin ORDER BY id LIMIT 1`);
  const administrator: number | null = found.rows[0]?.id ?? null;
  const date = (instant: Instant | null) => (instant === null ? null : new Date(instant));
  const audits = [];
  for (const told of story(now, policy())) {
    const ownerId = people.get(told.username) ?? 0;
    const gpuId = gpus.get(told.gpu) ?? 0;
    const by = endedBy(told, ownerId, administrator);
    const id = await insert(tx, "reservation", {
      user_id: ownerId,
      gpu_id: gpuId,
      duration: told.hours,
      auto_start: told.autoStart,
      status: told.status,
      reservation_time: date(told.reservedAt),
      notification_time: date(told.turnAt),
      start_time: date(told.startsAt),
      end_time: date(told.endsAt),
      turn: told.turnAt === null ? 0 : 1,
      end_cause: told.endCause,
      end_reason: told.endReason,
      ended_by: by,
    });
    audits.push(...auditOf(told, { id, gpuId, ownerId, endedBy: by }));
  }
  await recordAll(
    tx,
    audits.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  );
}

// Any fixed number: whoever comes second waits here for the first.
const DEMO_LOCK = 4_090_100_800;

const STATE = `
  SELECT EXISTS (SELECT FROM portal_fact WHERE key = 'demo') AS filled,
    NOT EXISTS (SELECT FROM gpu) AND NOT EXISTS (SELECT FROM server)
      AND NOT EXISTS (SELECT FROM "user" WHERE NOT is_admin) AS empty,
    clock_timestamp() AS now`;

const MARK = `
  INSERT INTO portal_fact (key, value) VALUES ('demo', jsonb_build_object('since', now()))`;

/**
 * Fills an empty portal, one without GPUs and without accounts besides administrators, with an
 * invented lab, whole or not at all. No mail about its past is queued. Every invented account gets
 * `password`. A portal that is a demo already stays as it is.
 */
export async function fillDemo(password: string): Promise<DemoOutcome> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock($1)", [DEMO_LOCK]);
    const [state] = (await tx.query<{ filled: boolean; empty: boolean; now: Date }>(STATE)).rows;
    if (state?.filled) return "was-filled";
    if (!state?.empty) return "not-empty";
    await tx.query(MARK);
    const now = decisionTime(state.now).getTime();
    const people = await insertPeople(tx, passwordHash, now);
    const gpus = await insertGpus(tx);
    await insertAccesses(tx, people, gpus);
    await insertReservations(tx, people, gpus, now);
    await inventWeek(tx, now);
    return "filled";
  });
}
