/** Locks a GPU and loads what decides on it: one statement, one function of the database. */
import { testTime } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import type { GpuState, Instant, Outage } from "@/lib/domain/words";
import { OUTAGES } from "./load";

/** What the engine knows of a GPU whose row it has locked. */
export type LockedGpu = {
  readonly id: number;
  readonly model: string;
  readonly gpuName: string;
  readonly maxHours: number;
  readonly state: GpuState;
  /** The instant at which this transaction decides. */
  readonly now: Instant;
};

/** A locked GPU with its whole queue. */
export type WholeGpu = LockedGpu & { readonly isWhole: true };

const LOCK = {
  name: "lock-gpu",
  text: "SELECT lock_gpu($1, $2, $3, $4) AS gpu",
};

async function lock(
  tx: Transaction,
  gpuId: number,
  isWhole: boolean,
  about: readonly number[],
): Promise<LockedGpu | null> {
  const values = [gpuId, isWhole, about, testTime()];
  const { rows } = await tx.query<{ gpu: LockedGpu | null }>({ ...LOCK, values });
  return rows[0]?.gpu ?? null;
}

/**
 * Locks a GPU until the transaction ends and loads what decides on it, however long its queue is:
 * the holder, who may be next, and the reservations that a wish is about. The core decides on these
 * as it would on all. Null when there is no such GPU.
 */
export function lockGpu(
  tx: Transaction,
  gpuId: number,
  about: readonly number[] = [],
): Promise<LockedGpu | null> {
  return lock(tx, gpuId, false, about);
}

/** As `lockGpu`, with the whole queue: for what looks further than two turns ahead. */
export async function lockWholeGpu(tx: Transaction, gpuId: number): Promise<WholeGpu | null> {
  const gpu = await lock(tx, gpuId, true, []);
  return gpu && { ...gpu, isWhole: true };
}

/** The outages of GPUs that are locked, as a transaction has just left them; by GPU. */
export async function outagesOf(
  tx: Transaction,
  gpuIds: readonly number[],
): Promise<Map<number, Outage[]>> {
  const { rows } = await tx.query<{ id: number; outages: Outage[] }>(
    `SELECT g.id, ${OUTAGES} AS outages FROM gpu g WHERE g.id = ANY($1)`,
    [gpuIds],
  );
  return new Map(rows.map(({ id, outages }) => [id, outages]));
}
