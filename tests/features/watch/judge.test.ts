import { describe, expect, it } from "vitest";
import { type Found, type Health, judge } from "@/lib/watch/judge";
import type { Outbox, WorkerSign } from "@/lib/watch/queries";

const NOW = Date.parse("2026-03-02T04:00:00Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const EMPTY: Outbox = { untried: 0, retried: 0, oldestUntried: null, oldest: null };
const WORKER: WorkerSign = { startedAt: NOW - MINUTE, beatAt: NOW - SECOND, mailAwaySince: null };

type Changes = {
  workers?: WorkerSign[];
  outbox?: Partial<Outbox>;
} & Partial<Omit<Found, "signs">>;

/** What comes of a portal in which all is well, but for some changes. */
function judged({ workers = [WORKER], outbox = {}, ...changes }: Changes = {}): Health {
  return judge({
    hasMailServer: true,
    signs: { now: NOW, workers, outbox: { ...EMPTY, ...outbox } },
    overdue: { gpus: 0, since: null },
    jobs: { mail: { waiting: 0, active: 0 }, report: { waiting: 0, active: 0 } },
    ...changes,
  });
}

/** The parts that are not well. */
const failing = ({ ok: all, ...parts }: Health) => {
  const names = Object.entries(parts).flatMap(([name, { ok }]) => (ok ? [] : [name]));
  expect(all).toBe(names.length === 0);
  return names;
};

describe("all is well", () => {
  it("while a worker gives signs, nothing is overdue and mails leave", () => {
    expect(failing(judged())).toEqual([]);
  });

  it.each([
    ["something has been due for a minute", { overdue: { gpus: 3, since: NOW - MINUTE } }],
    ["a worker was silent for half a minute", { workers: [{ ...WORKER, beatAt: NOW - 30_000 }] }],
    ["one of two workers is silent", { workers: [WORKER, { ...WORKER, beatAt: NOW - MINUTE }] }],
    [
      "a mail has waited for five minutes",
      { outbox: { untried: 1, oldestUntried: NOW - 5 * MINUTE } },
    ],
    ["one address is refused for hours", { outbox: { retried: 1, oldest: NOW - 600 * MINUTE } }],
    ["the mail server is restarted", { workers: [{ ...WORKER, mailAwaySince: NOW - 5 * MINUTE }] }],
    [
      "a worker that is gone could not send mails",
      { workers: [WORKER, { startedAt: 0, beatAt: NOW - MINUTE, mailAwaySince: 1 }] },
    ],
    [
      "there is no mail server, and mails wait for weeks",
      { hasMailServer: false, outbox: { untried: 9, oldestUntried: 1, oldest: 1 } },
    ],
  ])("also when %s", (_what, changes) => {
    expect(failing(judged(changes))).toEqual([]);
  });
});

describe("something is wrong", () => {
  it.each<[string, string, Changes]>([
    ["no worker is there", "worker", { workers: [] }],
    ["every worker is silent", "worker", { workers: [{ ...WORKER, beatAt: NOW - 30_001 }] }],
    ["something is due for longer", "turns", { overdue: { gpus: 1, since: NOW - MINUTE - 1 } }],
    ["nobody knows what is due", "turns", { overdue: null }],
    ["no worker sends a mail", "mail", { outbox: { untried: 1, oldestUntried: NOW - 300_001 } }],
    [
      "the mail server stays away",
      "mail",
      { workers: [{ ...WORKER, mailAwaySince: NOW - 300_001 }] },
    ],
    ["where jobs stand does not answer", "jobs", { jobs: null }],
    [
      "reports pile up",
      "jobs",
      { jobs: { mail: { waiting: 0, active: 0 }, report: { waiting: 2_000, active: 0 } } },
    ],
  ])("when %s", (_what, part, changes) => {
    expect(failing(judged(changes))).toEqual([part]);
  });

  it("with all that the database alone knows, when it does not answer", () => {
    const health = judge({ hasMailServer: true, signs: null, overdue: null, jobs: null });
    expect(failing(health)).toEqual(["database", "jobs", "worker", "turns", "mail"]);
  });
});
