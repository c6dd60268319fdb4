import { setTimeout as sleep } from "node:timers/promises";

/** The answer, if it comes in time. @throws Error otherwise; it may come later, unheard */
export async function within<Answer>(milliseconds: number, answer: Promise<Answer>) {
  const ended = new AbortController();
  const tooLate = sleep(milliseconds, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`no answer within ${milliseconds} ms`);
  });
  tooLate.catch(() => undefined);
  return Promise.race([answer, tooLate]).finally(() => ended.abort());
}

/**
 * Makes a question that is never asked twice at once: all who ask meanwhile get one answer, and so
 * does whoever asks within `freshMs` after it. However often strangers ask, it costs the same.
 */
export function shared<Answer>(ask: () => Promise<Answer>, freshMs = 0): () => Promise<Answer> {
  let pending: Promise<Answer> | undefined;
  let latest: { readonly answer: Answer; readonly at: number } | undefined;
  return async () => {
    if (latest && performance.now() - latest.at < freshMs) return latest.answer;
    pending ??= ask()
      .then((answer) => {
        latest = { answer, at: performance.now() };
        return answer;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
}
