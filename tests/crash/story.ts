/** A run: the system works, is harmed again and again, comes to rest, and is looked at. */
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "@/lib/demo/random";
import type { SmtpFailure } from "@/tests/support/smtp";
import { check, type Findings, type Limits } from "./check";
import { canStrike, type Fault } from "./faults";
import { comeToRest } from "./rest";
import { type Backend, System } from "./system";

/** What is done to a system until it is over, beside each other. */
export type Plan = {
  readonly speed: number;
  readonly claimWindowMinutes: number;
  readonly limits: Limits;
  /** How long to look on, at least, when nobody is about any more; in ms. */
  readonly restMs: number;
  /** Strikes; returns when it is over. `strike` does one, and counts it. */
  readonly harm: (strike: (fault: Fault) => Promise<void>, random: Random) => Promise<void>;
  readonly harmMails: (random: Random, isOver: AbortSignal) => AsyncIterable<MailMood>;
};

/** How the mail server is for a while. */
export type MailMood = { readonly failure: SmtpFailure | undefined; readonly ms: number };

export type Report = Findings & {
  readonly backend: Backend;
  readonly seed: number;
  readonly minutes: number;
  readonly logFile: string;
  /** How often each fault came about. */
  readonly strikes: ReadonlyMap<string, number>;
};

const GPUS = 12;
const PEOPLE = 31;

export async function play(backend: Backend, plan: Plan, seed: number): Promise<Report> {
  const { speed, claimWindowMinutes } = plan;
  const begun = Date.now();
  const strikes = new Map<string, number>();
  const count = (what: string) => strikes.set(what, (strikes.get(what) ?? 0) + 1);
  const options = { backend, speed, claimWindowMinutes, gpus: GPUS, people: PEOPLE, seed };
  const system = await System.start(options);
  try {
    for (const place of system.places) system.startWorker(place);
    system.startPeople(seed);
    const over = new AbortController();
    const moods = (async () => {
      for await (const { failure, ms } of plan.harmMails(new Random(seed + 1), over.signal)) {
        if (failure) {
          system.failMails(failure);
          count(`mails: ${failure}`);
        }
        await sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
        system.mendMails();
      }
    })();
    const random = new Random(seed);
    await plan.harm(async (fault) => {
      system.revive();
      system.note(fault.name);
      if (canStrike(fault, system) && (await fault.strike(system, random))) count(fault.name);
    }, random);
    over.abort();
    await moods;
    system.revive();
    count("all workers killed");
    system.surprises.push(...(await comeToRest(system, plan.limits, plan.restMs)));
    await Promise.all(system.places.map(({ worker }) => worker?.kill("SIGTERM")));
    const findings = await check(system, Date.now(), plan.limits);
    const { logFile } = system;
    return { ...findings, logFile, backend, seed, minutes: (Date.now() - begun) / 60_000, strikes };
  } finally {
    await system.remove();
  }
}
