import { HIGHEST_PRIORITY } from "@/lib/access/views";
import { type Audit, recordAll } from "@/lib/audit/record";
import { type Known, loadKnown, loadKnownAccesses, remember } from "./known";
import { newIdOf } from "./new-id";
import { Reading } from "./reading";
import { refuse, type Target } from "./target";
import type { OldRow, OldRows } from "./words";

type Access = {
  readonly key: string;
  readonly userId: number;
  readonly gpuId: number;
  readonly priority: number;
  readonly enabled: boolean;
};

// What an administrator has already given by hand stays as it is.
const INSERT = `
  INSERT INTO user_gpu_access (user_id, gpu_id, priority, status)
  SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::boolean[])
  ON CONFLICT DO NOTHING RETURNING user_id || '/' || gpu_id AS key`;

const keyOf = (row: OldRow): string => `${row.user_id ?? "NULL"}/${row.gpu_id ?? "NULL"}`;

function accessOf(target: Target, row: OldRow, users: Known, gpus: Known): Access | null {
  const reading = new Reading(row);
  const userId = newIdOf(users, reading, row, "user_id");
  const gpuId = newIdOf(gpus, reading, row, "gpu_id");
  // Of the access itself or, before it moved there, of its user.
  const priority = userId === null ? 0 : reading.whole("priority", 0, HIGHEST_PRIORITY);
  const enabled = reading.has("status") ? reading.flag("status") : true;
  if (userId !== null && gpuId !== null && reading.problems.length === 0) {
    return { key: keyOf(row), userId, gpuId, priority, enabled };
  }
  refuse(target, "user_gpu_access", keyOf(row), reading.problems);
  return null;
}

async function write({ tx, ledger, now }: Target, accesses: readonly Access[]): Promise<void> {
  const column = <Key extends keyof Access>(key: Key) => accesses.map((access) => access[key]);
  const values = [column("userId"), column("gpuId"), column("priority"), column("enabled")];
  const inserted = (await tx.query<{ key: string }>(INSERT, values)).rows;
  const keys = new Set(inserted.map(({ key }) => key));
  const taken = accesses.filter(({ userId, gpuId }) => keys.has(`${userId}/${gpuId}`));
  for (const { key, userId, gpuId, priority, enabled } of accesses) {
    if (keys.has(`${userId}/${gpuId}`)) {
      const what = enabled ? "enabled" : "disabled";
      ledger.taken("user_gpu_access", key, what, `priority ${priority}`);
    } else ledger.refused("user_gpu_access", key, "this access was given here already");
  }
  await remember(
    tx,
    "user_gpu_access",
    taken.map(({ key }) => ({ key, id: null })),
  );
  await recordAll(
    tx,
    taken.map(
      ({ userId, gpuId, priority, enabled }): Audit => ({
        at: new Date(now),
        actor: null,
        action: "access.imported",
        subjectType: "access",
        subjectId: gpuId,
        details: { userId, priority, enabled },
      }),
    ),
  );
}

/** Brings over who sees which GPU, and how soon they get it. */
export async function importAccesses(target: Target, pages: OldRows): Promise<void> {
  const { tx, ledger } = target;
  const users = await loadKnown(tx, "user");
  const gpus = await loadKnown(tx, "gpu");
  const seen = await loadKnownAccesses(tx);
  for await (const page of pages) {
    const accesses: Access[] = [];
    for (const row of page) {
      if (seen.has(keyOf(row))) {
        ledger.known("user_gpu_access");
        continue;
      }
      const access = accessOf(target, row, users, gpus);
      if (access) accesses.push(access);
    }
    await write(target, accesses);
  }
}
