/** What accesses that are just being changed mean for the queue of a GPU. */
import type { Actor } from "@/lib/actor";
import type { Transaction } from "@/lib/db";
import { cancel } from "@/lib/domain/actions";
import type { Decision } from "@/lib/domain/decision";
import { settle, settleHolder } from "@/lib/domain/settle";
import type { GpuState } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { translator } from "@/lib/i18n/translator";
import { policy } from "@/lib/policy";
import { lockWholeGpu, type WholeGpu } from "@/lib/reservations/engine/lock";
import { type CausedStep, save } from "@/lib/reservations/engine/save";
import type { Change } from "./changes";

/** What was decided on a GPU. */
export type Decided = {
  readonly gpu: WholeGpu;
  readonly steps: readonly CausedStep[];
  readonly state: GpuState;
  readonly mails: readonly number[];
};

/** Cancels what waits on a GPU for those who do not see it any more. */
function cancelFor(removed: readonly Change[], { state, now }: WholeGpu): Decision {
  const byUser = new Map(removed.map((change) => [change.userId, change]));
  return state.reservations.reduce<Decision>(
    (decision, { id, userId }) => {
      const change = byUser.get(userId);
      if (!change) return decision;
      const t = translator(change.locale, "adminAccess");
      const reason = t("removedReason");
      const verdict = cancel(decision.state, id, "administrator", reason, now);
      // A use keeps its access from being taken away, and nothing has begun since: it is locked.
      if (!verdict.ok) throw new Error(`reservation ${id} cannot be cancelled: ${verdict.refusal}`);
      return { state: verdict.state, steps: [...decision.steps, ...verdict.steps] };
    },
    { state, steps: [] },
  );
}

/**
 * Decides on one GPU by accesses that are just being changed. What is over already ends as it
 * would have; then cancelled is what must be, before anybody gets a turn only to lose it.
 */
export async function decideAnew(
  tx: Transaction,
  actor: Actor,
  gpuId: number,
  removed: readonly Change[],
): Promise<Decided> {
  const gpu = await lockWholeGpu(tx, gpuId);
  if (!gpu) throw new Refusal("not-found");
  const rules = policy();
  const freed = settleHolder(gpu.state, rules, gpu.now);
  const cancelled = cancelFor(removed, { ...gpu, state: freed.state });
  const settled = settle(cancelled.state, rules, gpu.now);
  const steps: CausedStep[] = [
    ...freed.steps.map((step) => ({ step, actor: null })),
    ...cancelled.steps.map((step) => ({ step, actor })),
    ...settled.steps.map((step) => ({ step, actor: null })),
  ];
  const mails = await save(tx, gpu, steps, settled.state, rules);
  return { gpu, steps, state: settled.state, mails };
}
