/**
 * Which request something is done for. The web server names each one (scripts/web), every line of
 * the log tells it, and a job carries it to the worker, so that one word finds all of it.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** What a request may be called; anything else could be made up to deceive who reads the log. */
export const REQUEST_ID = /^[\w-]{8,64}$/;

// Kept on globalThis: the pages of Next and the server before them are built apart.
const shared = globalThis as typeof globalThis & {
  gpuschedRequest?: AsyncLocalStorage<string | undefined>;
};
shared.gpuschedRequest ??= new AsyncLocalStorage();
const storage = shared.gpuschedRequest;

/** The request for which the code runs that asks, or undefined: nobody's. */
export const requestId = (): string | undefined => storage.getStore();

/** Does `work` for a request; with undefined for none, as what many requests share. */
export const onBehalfOf = <Result>(id: string | undefined, work: () => Result): Result =>
  storage.run(id, work);
