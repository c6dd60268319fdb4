import type { Actor } from "@/lib/actor";
import type { Transaction } from "@/lib/db";
import { type Affected, effectsOf, withOutages } from "@/lib/domain/maintenance";
import { settleHolder } from "@/lib/domain/settle";
import { policy } from "@/lib/policy";
import { type LockedGpu, outagesOf, type WholeGpu } from "@/lib/reservations/engine/lock";
import type { Told } from "@/lib/reservations/engine/notices";
import { type CausedStep, save } from "@/lib/reservations/engine/save";
import type { LockedSubject } from "./locked";

/** What an administrator did; the rest merely follows. */
const DONE = ["shortened", "restored", "turn-withdrawn", "completed"];

/** Ends what is over already as it would have ended, before anything changes. */
async function freed(tx: Transaction, gpu: WholeGpu, mails: number[]): Promise<WholeGpu> {
  const rules = policy();
  const decision = settleHolder(gpu.state, rules, gpu.now);
  const caused = decision.steps.map((step) => ({ step, actor: null }));
  mails.push(...(await save(tx, gpu, caused, decision.state, rules)));
  return { ...gpu, state: decision.state };
}

/**
 * Changes maintenance of locked GPUs, and decides on each of them anew. Returns the ids of the
 * mails, to be announced after the commit.
 * @param change writes what changes
 * @param tell the mails about it on one GPU
 */
export async function changeOutages(
  tx: Transaction,
  actor: Actor,
  subject: LockedSubject,
  {
    change,
    tell,
  }: {
    change: () => Promise<void>;
    tell: (gpu: LockedGpu, affected: readonly Affected[]) => readonly Told[];
  },
): Promise<number[]> {
  const rules = policy();
  const mails: number[] = [];
  const gpus: WholeGpu[] = [];
  for (const gpu of subject.gpus) gpus.push(await freed(tx, gpu, mails));
  await change();
  const outages = await outagesOf(
    tx,
    gpus.map(({ id }) => id),
  );
  for (const gpu of gpus) {
    const decision = withOutages(gpu.state, outages.get(gpu.id) ?? [], rules, gpu.now);
    const caused = decision.steps.map(
      (step): CausedStep => ({ step, actor: DONE.includes(step.event) ? actor : null }),
    );
    const told = tell(gpu, effectsOf(gpu.state, decision));
    mails.push(...(await save(tx, gpu, caused, decision.state, rules, told)));
  }
  return mails;
}
