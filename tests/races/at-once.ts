/** Many callers at one moment. */
import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";
import { FieldRefusals, Refusal } from "@/lib/errors";
import { log } from "@/lib/log";

const CALLERS = 50;

/** How many were done, and how many were refused with which code ("field: code"). */
export type Outcome = { done: number; refused: Record<string, number> };

const told = (refusal: Refusal) =>
  refusal.field ? `${refusal.field}: ${refusal.code}` : refusal.code;

/** What a person is told; anything but a refusal is no answer, and fails the test. */
function answerOf(reason: unknown): string {
  if (reason instanceof Refusal) return told(reason);
  if (reason instanceof FieldRefusals) return reason.refusals.map(told).join(", ");
  throw reason;
}

/** Calls all at once. Whatever comes out but success or a refusal fails the test. */
export async function atOnce(calls: readonly (() => Promise<unknown>)[]): Promise<Outcome> {
  const results = await Promise.allSettled(calls.map((call) => call()));
  const outcome: Outcome = { done: 0, refused: {} };
  for (const result of results) {
    if (result.status === "fulfilled") outcome.done++;
    else {
      const answer = answerOf(result.reason);
      outcome.refused[answer] = (outcome.refused[answer] ?? 0) + 1;
    }
  }
  return outcome;
}

/** Fifty calls at once; each may be told which it is. */
export const fifty = (call: (index: number) => Promise<unknown>): Promise<Outcome> =>
  atOnce(Array.from({ length: CALLERS }, (_, index) => () => call(index)));

/** In a whole file nothing fails unseen: what a command does not pass on stands in the log. */
export function nothingFailsUnseen(): void {
  let errors: MockInstance<typeof log.error>;
  beforeEach(() => {
    errors = vi.spyOn(log, "error");
  });
  afterEach(() => {
    const told = errors.mock.calls.map(([, sentence]) => sentence);
    // On a busy machine a job may be late; the sweep sends what it would have announced.
    expect(told.filter((sentence) => !sentence.startsWith("announcing mails"))).toEqual([]);
  });
}
