/** Who sees which GPU: the one way in which it changes. */
import type { Actor } from "@/lib/actor";
import { now } from "@/lib/clock";
import { transaction } from "@/lib/db";
import type { GpuState } from "@/lib/domain/words";
import { FieldRefusals, Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { lockWholeGpu } from "@/lib/reservations/engine/lock";
import { type Change, type Kept, lockedChanges } from "./changes";
import type { Decided } from "./decide";
import { digestOf, effectsOf, movesOf } from "./effects";
import type { Foretold } from "./foretold";
import type { AccessTable } from "./schema";
import { type Edit, stampOf } from "./views";
import { withQueue, writeChanges } from "./write";

const mailsOf = (decided: readonly Decided[]) => decided.flatMap(({ mails }) => mails);

/** The rows of a table as edits, whichever side it is of. */
function editsOf({ of, id, row }: AccessTable): Edit[] {
  return row.map((each) => {
    const [userId, gpuId] = of === "user" ? [id, each.id] : [each.id, id];
    return { userId, gpuId, seen: each.seen, wanted: stampOf(each.wanted) };
  });
}

/** What keeps a row from being saved, said at the field that it is about. */
function refusalOf({ userId, gpuId, why }: Kept, of: AccessTable["of"]): Refusal {
  const field = why.startsWith("has-") ? "visible" : "priority";
  return new Refusal(why, {}, `row.${of === "user" ? gpuId : userId}.${field}`);
}

/**
 * Makes accesses as a table has them, all or none. Where one is taken away, what waits is
 * cancelled by the actor. New priorities decide at once.
 * @throws FieldRefusals with everything that is wrong, each at its row
 */
export async function saveAccess(actor: Actor, table: AccessTable): Promise<void> {
  const at = await now();
  const mails = await transaction(async (tx) => {
    const { changes, kept } = await lockedChanges(tx, editsOf(table), table.mayCancel);
    if (kept.length > 0) throw new FieldRefusals(kept.map((each) => refusalOf(each, table.of)));
    return mailsOf(await writeChanges(tx, actor, changes, at));
  });
  await announceMails(mails);
}

/** What was saved, and what was not. */
export type Saved = { readonly changed: number; readonly kept: readonly Kept[] };

/**
 * Makes accesses as the matrix wants them, in one transaction: what somebody agreed to is the
 * whole of it. What cannot be as wanted stays; where that, or whose reservations are hit, is not
 * what `digest` stands for, nothing is saved.
 * @throws Refusal "changed-meanwhile"
 */
export async function saveMatrix(
  actor: Actor,
  edits: readonly Edit[],
  digest: string,
): Promise<Saved> {
  const at = await now();
  const saved = await transaction(async (tx) => {
    const { changes, kept } = await lockedChanges(tx, edits, true);
    const decided = await writeChanges(tx, actor, changes, at);
    if (digestOf(effectsOf(changes, decided), kept) !== digest) {
      throw new Refusal("changed-meanwhile");
    }
    return { changed: changes.length, kept, mails: mailsOf(decided) };
  });
  await announceMails(saved.mails);
  return { changed: saved.changed, kept: saved.kept };
}

/** Carries an answer out of a transaction that must leave nothing behind. */
class Undone extends Error {
  constructor(readonly foretold: Foretold) {
    super("undone on purpose");
  }
}

/** Changes that somebody who waits or is on the GPU feels themselves. */
const isFelt = ({ live }: Change) => live !== null;

/**
 * What `saveMatrix` would do at this moment. It is what it does, and undone: there is no second
 * opinion about queues. Written, and locked again, is only what is felt in one.
 */
export async function foretellMatrix(actor: Actor, edits: readonly Edit[]): Promise<Foretold> {
  const at = await now();
  return transaction<Foretold>(async (tx) => {
    const { changes, kept } = await lockedChanges(tx, edits, true);
    const felt = changes.filter(isFelt);
    const before = new Map<number, GpuState>();
    for (const gpuId of await withQueue(tx, [...new Set(felt.map((change) => change.gpuId))])) {
      const gpu = await lockWholeGpu(tx, gpuId);
      if (gpu) before.set(gpuId, gpu.state);
    }
    const decided = await writeChanges(tx, actor, felt, at);
    const effects = effectsOf(changes, decided);
    const moves = decided.flatMap(({ gpu, state }) =>
      movesOf(gpu.id, before.get(gpu.id) ?? gpu.state, state, gpu.now),
    );
    throw new Undone({ changes, kept, ...effects, moves, digest: digestOf(effects, kept) });
  }).catch((error: unknown) => {
    if (error instanceof Undone) return error.foretold;
    throw error;
  });
}
