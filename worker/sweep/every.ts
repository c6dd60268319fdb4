import { outageOf } from "@/lib/outage";

export type Repeated = { stop: () => Promise<void> };

/**
 * Does `work` now and then every `intervalMs`, never twice at once: a round that takes longer
 * makes the next one wait. A round that fails is logged, and the next one tries again.
 */
export function every(intervalMs: number, what: string, work: () => Promise<unknown>): Repeated {
  const outage = outageOf(what);
  let round: Promise<void> | undefined;
  const begin = () => {
    round ??= work()
      .then(outage.ended, outage.began)
      .finally(() => {
        round = undefined;
      });
  };
  const timer = setInterval(begin, intervalMs);
  begin();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
