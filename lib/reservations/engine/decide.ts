import type { Actor } from "@/lib/actor";
import { type Transaction, transaction } from "@/lib/db";
import type { Decision, Verdict } from "@/lib/domain/decision";
import { settle } from "@/lib/domain/settle";
import type { Policy } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { policy } from "@/lib/policy";
import { type LockedGpu, lockGpu } from "./lock";
import { type CausedStep, save } from "./save";

/** A person's wish, put to the core on a state in which everything due has been done. */
export type Wish = (settled: LockedGpu, policy: Policy) => Verdict;

const nobodys = (decision: Decision): CausedStep[] =>
  decision.steps.map((step) => ({ step, actor: null }));

/**
 * Decides on a GPU that is locked: does what is due, then the wish, then what follows from it.
 * Returns the ids of the mails to announce after the commit.
 * A refused wish leaves what was due done.
 */
export async function decideOn(
  tx: Transaction,
  gpu: LockedGpu,
  wish?: { actor: Actor; ask: Wish },
): Promise<{ mails: number[]; refusal: Refusal | null }> {
  const rules = policy();
  const due = settle(gpu.state, rules, gpu.now);
  // Written before the wish: it may be about a reservation that just had its turn, and every
  // written change is then one of the drawn transitions.
  const mails = await save(tx, gpu, nobodys(due), due.state, rules);
  if (!wish) return { mails, refusal: null };
  const settled = { ...gpu, state: due.state };
  const verdict = wish.ask(settled, rules);
  if (!verdict.ok) return { mails, refusal: new Refusal(verdict.refusal) };
  const next = settle(verdict.state, rules, gpu.now);
  const wished = verdict.steps.map((step) => ({ step, actor: wish.actor }));
  const caused = [...wished, ...nobodys(next)];
  mails.push(...(await save(tx, settled, caused, next.state, rules)));
  return { mails, refusal: null };
}

/**
 * Asks for something on one GPU, in one transaction.
 * @param about the reservation that the wish is about
 * @throws Refusal when the core says no, or "not-found" when there is no such GPU.
 */
export async function decide(gpuId: number, actor: Actor, about: number, ask: Wish): Promise<void> {
  const { mails, refusal } = await transaction(async (tx) => {
    const gpu = await lockGpu(tx, gpuId, [about]);
    if (!gpu) throw new Refusal("not-found");
    return decideOn(tx, gpu, { actor, ask });
  });
  await announceMails(mails);
  if (refusal) throw refusal;
}

/** Does everything that is due on one GPU, in a transaction. Returns the ids of the mails. */
export async function settleIn(tx: Transaction, gpuId: number): Promise<number[]> {
  const gpu = await lockGpu(tx, gpuId);
  return gpu ? (await decideOn(tx, gpu)).mails : [];
}

/** Does everything that is due on one GPU. Safe to call at any time, any number of times. */
export async function settleGpu(gpuId: number): Promise<void> {
  await announceMails(await transaction((tx) => settleIn(tx, gpuId)));
}
