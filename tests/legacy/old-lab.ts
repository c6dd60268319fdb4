/** An old lab with a past, different in size only: the same rows for the same size and moment. */
import { pbkdf2Sync } from "node:crypto";
import type { Connection } from "mysql2/promise";
import { Random } from "@/lib/demo/random";
import { HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { HASHES } from "./hashes";
import type { Age } from "./old-schema";

export type OldLab = { users: number; gpus: number; reservations: number; samples: number };

/** How far apart the samples of a card are. */
export const SAMPLE_SECONDS = 30;
/** The original ran in Taiwan and wrote down what the clock on the wall showed. */
const TAIPEI = 8 * HOUR;

/** What the original wrote of an instant. */
export const wallTime = (at: Instant): string =>
  new Date(at + TAIPEI).toISOString().slice(0, 19).replace("T", " ");
const orNull = (at: Instant | null) => (at === null ? null : wallTime(at));

/** Made by werkzeug's algorithm, with so few rounds that a test can make hundreds. */
export const cheapHash = (password: string): string =>
  `pbkdf2:sha256:1000$saltsalt$${pbkdf2Sync(password, "saltsalt", 1_000, 32, "sha256").toString("hex")}`;

const hashOf = (n: number): string => HASHES[n]?.hash ?? cheapHash(`password of ${n}`);

export async function insert(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 2_000) {
    const values = rows.slice(from, from + 2_000);
    await connection.query(`INSERT INTO ${table} (${columns}) VALUES ?`, [values]);
  }
}

export const priorityOf = (user: number): number => user % 3;

async function fillUsers(connection: Connection, { users }: OldLab, age: Age): Promise<void> {
  const rows = Array.from({ length: users }, (_, n) => [
    n + 1,
    `user${n + 1}`,
    `王小明 ${n + 1}`,
    `User${n + 1}@example.org`,
    `09${String(n + 1).padStart(8, "0")}`,
    n % 2 ? "網路實驗室" : "IoT Lab",
    age === "before" ? priorityOf(n + 1) : 1,
    n % 5 === 0 ? 1.5 : 1,
    n === 0 ? 1 : 0,
    hashOf(n),
  ]);
  const columns = ["id", "username", "name", "email", "phone", "lab"];
  const moved = age === "before" ? "priority" : "status";
  await insert(
    connection,
    "user",
    [...columns, moved, "time_multiplier", "is_admin", "password_hash"],
    rows,
  );
}

async function fillGpus(connection: Connection, { gpus }: OldLab): Promise<void> {
  const rows = Array.from({ length: gpus }, (_, n) => [
    // One was deleted once: ids have gaps.
    n < 5 ? n + 1 : n + 2,
    `RTX ${n % 2 ? 4090 : 3090}`,
    "12.4",
    48,
    `ssh -p 22${n} lab@gpu.example.org`,
    1,
    0,
  ]);
  const columns = [
    "id",
    "model",
    "cuda_version",
    "max_hours",
    "connection_info",
    "status",
    "in_use",
  ];
  await insert(connection, "gpu", columns, rows);
}

async function fillAccesses(connection: Connection, lab: OldLab, age: Age): Promise<void> {
  const rows: unknown[][] = [];
  for (let user = 1; user <= lab.users; user++) {
    for (let n = 0; n < lab.gpus; n++) {
      if ((user + n) % 4 === 0) continue;
      const key = [user, n < 5 ? n + 1 : n + 2];
      rows.push(age === "before" ? key : [...key, priorityOf(user), user % 10 === 0 ? 0 : 1]);
    }
  }
  const columns = ["user_id", "gpu_id", ...(age === "after" ? ["priority", "status"] : [])];
  await insert(connection, "user_gpu_access", columns, rows);
}

/** What the portal should make of it: how many of each status. */
export type Expected = Record<string, number>;

type Row = {
  userId: number;
  gpuId: number;
  hours: number;
  reservedAt: Instant;
  notifiedAt: Instant | null;
  startsAt: Instant | null;
  endsAt: Instant | null;
};

const never = { notifiedAt: null, startsAt: null, endsAt: null };

/** What is going on on a GPU now: somebody uses it, or has the turn, and some wait. */
function presentOf(gpuId: number, user: () => number, now: Instant, expected: Expected): Row[] {
  const reservedAt = now - 3 * HOUR;
  const made = { gpuId, hours: 8, reservedAt };
  const first = user();
  expected.WAITING = (expected.WAITING ?? 0) + 3;
  const waiting = [2, 1, 2].map((hours) => ({
    ...made,
    ...never,
    userId: user(),
    reservedAt: now - hours * HOUR,
  }));
  if (gpuId % 2 === 0) {
    expected.NOTIFIED = (expected.NOTIFIED ?? 0) + 1;
    return [{ ...made, ...never, userId: first, notifiedAt: now - MINUTE }, ...waiting];
  }
  expected.ACTIVE = (expected.ACTIVE ?? 0) + 1;
  const use = { notifiedAt: now - 2 * HOUR, startsAt: now - 2 * HOUR, endsAt: now + 6 * HOUR };
  return [{ ...made, userId: first, ...use }, ...waiting];
}

function pastOf(gpuId: number, random: Random, user: () => number, count: number, until: Instant) {
  const rows: Row[] = [];
  const expected: Expected = {};
  let free = until;
  for (let n = 0; n < count; n++) {
    const hours = random.between(1, 12);
    const kind = random.between(0, 19);
    const used = kind < 6 ? hours * 0.5 : hours;
    const endsAt = free - random.between(0, 60) * MINUTE;
    const startsAt = endsAt - used * HOUR;
    const made = { userId: user(), gpuId, hours, reservedAt: startsAt - 2 * HOUR };
    free = startsAt - 10 * MINUTE;
    const status = kind < 17 ? "COMPLETED" : kind < 19 ? "EXPIRED" : "CANCELLED";
    expected[status] = (expected[status] ?? 0) + 1;
    const notifiedAt = startsAt - 5 * MINUTE;
    if (status === "COMPLETED") rows.push({ ...made, notifiedAt, startsAt, endsAt });
    else if (status === "EXPIRED") rows.push({ ...made, ...never, notifiedAt });
    else rows.push({ ...made, ...never, endsAt: startsAt });
  }
  return { rows, expected };
}

async function fillReservations(
  connection: Connection,
  lab: OldLab,
  now: Instant,
): Promise<Expected> {
  const random = new Random(3_090);
  const expected: Expected = {};
  const rows: Row[] = [];
  for (let n = 0; n < lab.gpus; n++) {
    const gpuId = n < 5 ? n + 1 : n + 2;
    let next = n;
    const user = () => (next++ % lab.users) + 1;
    const present = presentOf(gpuId, user, now, expected);
    const count = Math.floor(lab.reservations / lab.gpus) - present.length;
    const past = pastOf(gpuId, random, user, count, now - 30 * HOUR);
    for (const [status, number] of Object.entries(past.expected)) {
      expected[status] = (expected[status] ?? 0) + number;
    }
    rows.push(...present, ...past.rows);
  }
  rows.sort((a, b) => a.reservedAt - b.reservedAt);
  const columns = ["user_id", "gpu_id", "duration", "reservation_time", "notification_time"];
  await insert(
    connection,
    "reservation",
    [...columns, "start_time", "end_time"],
    rows.map((row) => [
      row.userId,
      row.gpuId,
      row.hours,
      wallTime(row.reservedAt),
      orNull(row.notifiedAt),
      orNull(row.startsAt),
      orNull(row.endsAt),
    ]),
  );
  return expected;
}

/** Samples of every card in turn, up to now; MariaDB makes them itself, in seconds. */
export async function fillSamples(
  connection: Connection,
  { gpus, samples }: Pick<OldLab, "gpus" | "samples">,
  now: Instant,
): Promise<void> {
  if (samples === 0) return;
  const first = now - Math.ceil(samples / gpus) * SAMPLE_SECONDS * 1_000;
  await connection.query(
    `INSERT INTO gpu_stats (gpu_index, timestamp, name, pci_bus_id, driver_version, pstate,
       pcie_link_gen_max, pcie_link_gen_current, temperature_gpu, utilization_gpu,
       utilization_memory, memory_total, memory_free, memory_used)
     SELECT seq MOD ?, ? + INTERVAL (seq DIV ?) * ? SECOND, 'NVIDIA GeForce RTX 4090',
       CONCAT('00000000:', LPAD(HEX(16 + seq MOD ?), 2, '0'), ':00.0'), '550.54.15',
       IF(seq MOD 3, 'P2', 'P8'), 4, 4, 30 + seq MOD 50, seq MOD 101, seq MOD 60, 24564,
       24564 - seq MOD 20000, seq MOD 20000
     FROM seq_0_to_${samples - 1}`,
    [gpus, wallTime(first), gpus, SAMPLE_SECONDS, gpus],
  );
}

/** Fills an old database, and says what the portal should count of each status. */
export async function fillOldLab(
  connection: Connection,
  lab: OldLab,
  age: Age,
  now: Instant,
): Promise<Expected> {
  await fillUsers(connection, lab, age);
  await fillGpus(connection, lab);
  await fillAccesses(connection, lab, age);
  const expected = await fillReservations(connection, lab, now);
  await fillSamples(connection, lab, now);
  return expected;
}
