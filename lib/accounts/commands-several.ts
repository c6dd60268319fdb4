/** The same decision about several accounts, each on its own: what cannot be done hinders no other. */
import type { Actor } from "@/lib/actor";
import { Refusal, type RefusalCode } from "@/lib/errors";
import { approveAccount, disableAccount } from "./commands-admin";

/** What became of an account; null: it is as wanted. */
export type Outcome = { readonly id: number; readonly refusal: RefusalCode | null };

async function each(
  ids: readonly number[],
  decide: (id: number) => Promise<void>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const id of ids) {
    try {
      await decide(id);
      outcomes.push({ id, refusal: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      outcomes.push({ id, refusal: error.code });
    }
  }
  return outcomes;
}

/** Lets several people in. */
export const approveAccounts = (
  actor: Actor,
  ids: readonly number[],
  options: { withDefaultAccess: boolean },
): Promise<Outcome[]> => each(ids, (id) => approveAccount(actor, id, options));

/** Shuts several people out. */
export const disableAccounts = (actor: Actor, ids: readonly number[]): Promise<Outcome[]> =>
  each(ids, (id) => disableAccount(actor, id));
