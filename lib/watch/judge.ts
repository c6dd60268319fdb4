/** Whether all is well, decided from what was found; pure, so that each limit has a test. */
import type { Instant } from "@/lib/domain/words";
import type { JobCounts } from "@/lib/jobs/producers";
import type { Outbox, Overdue, Signs, WorkerSign } from "./queries";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A worker's rounds are two seconds apart; one that is silent so long hangs, or is gone. */
export const WORKER_SILENT_MS = 30 * SECOND;
/** What is due is done within seconds. */
const DUE_TOO_LONG_MS = MINUTE;
/** A mail is tried within seconds; a burst of some hundred takes a while. */
const UNTRIED_TOO_LONG_MS = 5 * MINUTE;
/** A mail server may be restarted. */
const AWAY_TOO_LONG_MS = 5 * MINUTE;
/** Beyond this the portal takes no more reports (lib/jobs/producers.ts). */
const MOST_REPORTS = 2_000;

/** What was found out; null where nobody answered in time. */
export type Found = {
  readonly hasMailServer: boolean;
  readonly signs: Signs | null;
  readonly overdue: Overdue | null;
  readonly jobs: Readonly<Record<"mail" | "report", JobCounts>> | null;
};

/** How each part is. Durations are in ms; null: nothing of the kind, or nobody knows. */
export type Health = {
  readonly ok: boolean;
  readonly database: { readonly ok: boolean };
  readonly jobs: { readonly ok: boolean; readonly queues: Found["jobs"] };
  readonly worker: {
    readonly ok: boolean;
    /** How many are at work. */
    readonly alive: number;
    readonly silentMs: number | null;
    readonly all: readonly (WorkerSign & { readonly isAlive: boolean })[];
  };
  readonly turns: {
    readonly ok: boolean;
    readonly dueGpus: number;
    readonly oldestDueMs: number | null;
  };
  readonly mail: Pick<Outbox, "untried" | "retried"> & {
    readonly ok: boolean;
    readonly hasServer: boolean;
    readonly oldestUnsentMs: number | null;
    /** For how long the mail server takes nothing. */
    readonly awayMs: number | null;
  };
};

const age = (since: Instant | null | undefined, now: Instant): number | null =>
  since === null || since === undefined ? null : Math.max(0, now - since);

const isLonger = (length: number | null, limit: number): boolean =>
  length !== null && length > limit;

function worker(signs: Signs): Health["worker"] {
  const all = signs.workers.map((each) => ({
    ...each,
    isAlive: signs.now - each.beatAt <= WORKER_SILENT_MS,
  }));
  const alive = all.filter(({ isAlive }) => isAlive).length;
  const last = all.length > 0 ? Math.max(...all.map(({ beatAt }) => beatAt)) : null;
  return { ok: alive > 0, alive, silentMs: age(last, signs.now), all };
}

function mail({ now, workers, outbox }: Signs, hasServer: boolean): Health["mail"] {
  const { untried, retried, oldestUntried, oldest } = outbox;
  // Those who are silent say nothing of the mail server as it is now.
  const away = workers
    .filter(({ beatAt }) => now - beatAt <= WORKER_SILENT_MS)
    .flatMap(({ mailAwaySince }) => mailAwaySince ?? []);
  const awayMs = age(away.length > 0 ? Math.min(...away) : null, now);
  const ok =
    !hasServer ||
    !(isLonger(awayMs, AWAY_TOO_LONG_MS) || isLonger(age(oldestUntried, now), UNTRIED_TOO_LONG_MS));
  return { ok, hasServer, untried, retried, oldestUnsentMs: age(oldest, now), awayMs };
}

const UNKNOWN_WORKER = { ok: false, alive: 0, silentMs: null, all: [] } as const;
const UNKNOWN_MAIL = { untried: 0, retried: 0, oldestUnsentMs: null, awayMs: null } as const;

/** Whether all is well. What nobody could find out counts as failing. */
export function judge({ hasMailServer, signs, overdue, jobs }: Found): Health {
  const oldestDueMs = age(overdue?.since, signs?.now ?? 0);
  const parts = {
    database: { ok: signs !== null },
    jobs: { ok: jobs !== null && jobs.report.waiting < MOST_REPORTS, queues: jobs },
    worker: signs ? worker(signs) : UNKNOWN_WORKER,
    turns: {
      ok: overdue !== null && !isLonger(oldestDueMs, DUE_TOO_LONG_MS),
      dueGpus: overdue?.gpus ?? 0,
      oldestDueMs,
    },
    mail: signs
      ? mail(signs, hasMailServer)
      : { ...UNKNOWN_MAIL, ok: false, hasServer: hasMailServer },
  };
  return { ok: Object.values(parts).every(({ ok }) => ok), ...parts };
}
