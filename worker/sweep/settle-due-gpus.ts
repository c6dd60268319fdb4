import { hold, transaction } from "@/lib/db";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { gpusWithSomethingDue } from "@/lib/reservations/engine/due";
import { SWEPT_GPUS } from "../capacity";
import { inParallel } from "../in-parallel";

/** Among the advisory locks of the database this one is the sweep's. */
const SWEEP_LOCK = 4_785_001;

/**
 * Does what is due on every GPU: ends uses, passes turns on, gives turns, reminds. Of several
 * workers one does it at a time; the others would only find the same.
 */
export async function settleDueGpus(): Promise<void> {
  await transaction(async (tx) => {
    const lock = "SELECT pg_try_advisory_xact_lock($1) AS taken";
    const [answer] = (await tx.query<{ taken: boolean }>(lock, [SWEEP_LOCK])).rows;
    if (!answer?.taken) return;
    await hold(tx, async () => inParallel(await gpusWithSomethingDue(), SWEPT_GPUS, settleGpu));
  });
}
