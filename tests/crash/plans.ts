/** A short plan for every day, in which each kind of harm comes once, and a long one by chance. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@/lib/demo/random";
import type { SmtpFailure } from "@/tests/support/smtp";
import {
  crashPostgres,
  dropConnections,
  type Fault,
  freeze,
  freezeAllWorkers,
  halfOf,
  killAllWorkers,
  killAt,
  killRedis,
  killWeb,
  killWorker,
  leaveWeb,
  POINTS,
} from "./faults";
import type { MailMood, Plan } from "./story";

const FAILURES: readonly SmtpFailure[] = ["refuse", "hang", "later", "never", "cut"];

// What the product promises: counted from when PostgreSQL answers, a worker says that it works, and
// the mail server takes mails again, so that a slow machine needs no other.
const LIMITS = { dueMs: 10_000, mailMs: 60_000 };

/** Half of the points, and each other fault, once; all workers are killed in the end of every run. Mails fail in all ways but the one that takes long. */
export const shortPlan = (half: 0 | 1): Plan => ({
  // An hour in nine seconds, so that uses end in a run of half a minute.
  speed: 400,
  claimWindowMinutes: 20,
  limits: LIMITS,
  restMs: 0,
  harm: async (strike) => {
    const points = halfOf(half).map(killAt);
    await sleep(2_000);
    for (const fault of [...points, crashPostgres, killRedis, dropConnections, killWeb]) {
      await strike(fault);
      await sleep(300);
    }
    await strike(freeze(8_000, "decision: before COMMIT"));
  },
  harmMails: async function* (): AsyncGenerator<MailMood> {
    yield { failure: undefined, ms: 8_000 };
    for (const failure of ["refuse", "later", "never", "cut"] as const) {
      yield { failure, ms: 1_500 };
      yield { failure: undefined, ms: 4_000 };
    }
  },
});

/** Chance decides for so many minutes. A worker is frozen for a whole minute now and then. */
export const longPlan = (minutes: number): Plan => ({
  speed: 100,
  claimWindowMinutes: 10,
  limits: LIMITS,
  restMs: 30_000,
  harm: async (strike, random) => {
    const end = Date.now() + minutes * 60_000;
    const points = pointsByChance(random);
    while (Date.now() < end) {
      // Now and then so long that what is due must be done before the next harm.
      await sleep(random.between(300, random.chance(25) ? 15_000 : 3_000));
      await strike(anyFault(random, points));
    }
  },
  harmMails: async function* (random, isOver): AsyncGenerator<MailMood> {
    while (!isOver.aborted) {
      yield { failure: undefined, ms: random.between(5_000, 40_000) };
      if (isOver.aborted) return;
      const [failure] = random.shuffled(FAILURES);
      yield {
        failure,
        ms: random.chance(20) ? random.between(20_000, 70_000) : random.between(1_000, 10_000),
      };
    }
  },
});

/** The points in an order of chance, again and again, so that none is left out. */
function* pointsByChance(random: Random): Generator<string, never> {
  for (;;) yield* random.shuffled(POINTS);
}

function anyFault(random: Random, points: Iterator<string, never>): Fault {
  const point = points.next().value;
  const isLong = random.chance(15);
  const frozenMs = isLong ? 60_000 : random.between(1_000, 12_000);
  const [fault = killWorker] = random.shuffled([
    killAt(point),
    killAt(point),
    killAt(point),
    killAt(point),
    freeze(frozenMs, point),
    freeze(frozenMs),
    freezeAllWorkers(isLong ? 60_000 : random.between(1_000, 8_000)),
    killWorker,
    killAllWorkers,
    crashPostgres,
    killRedis,
    dropConnections,
    killWeb,
    leaveWeb,
  ]);
  return fault;
}
