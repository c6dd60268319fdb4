/** Passwords to hashes, in threads: on the main thread, forty logins would hold up everybody. */
import { availableParallelism } from "node:os";
import path from "node:path";
import Piscina from "piscina";
import { Refusal } from "@/lib/errors";
import { readHash } from "./hash-kinds.mjs";

/** 2^12 rounds of bcrypt, about a quarter of a second. */
const COST = 12;

/** How many may wait for a thread, some ten seconds' worth; beyond, a quick "no" serves better. */
export const LONGEST_QUEUE = 64;

/** The hash of no password, for which an account that does not exist takes as long as any other. */
const NOBODYS_HASH = "$2b$12$JW/UVo1DqLjK9oCEv8LoJebfyBKIJlsXi1Zaa1nldRraX8LqyMt2m";

/** Whether bcrypt reads all of a password: it ends at the first NUL and after 72 bytes. */
const isForBcrypt = (password: string): boolean =>
  password !== "" && !password.includes("\0") && Buffer.byteLength(password) <= 72;

// Kept on globalThis because a development server evaluates this module again on each change.
const shared = globalThis as typeof globalThis & { gpuschedPasswordThreads?: Piscina };

function threads(): Piscina {
  shared.gpuschedPasswordThreads ??= new Piscina({
    // Every process of the portal runs in its root folder; a path relative to this file would
    // point elsewhere once it is bundled.
    filename: path.resolve("lib/accounts/password-thread.mjs"),
    minThreads: 0,
    maxThreads: Math.min(4, availableParallelism()),
    idleTimeout: 60_000,
    execArgv: [],
  });
  return shared.gpuschedPasswordThreads;
}

/** Runs one function of password-thread.mjs. @throws Refusal "busy" when too many wait already */
async function inThread<Result>(name: string, task: object): Promise<Result> {
  if (threads().queueSize >= LONGEST_QUEUE) throw new Refusal("busy");
  return threads().run(task, { name });
}

/** The hash to keep of a password that the rules allow. */
export function hashPassword(password: string): Promise<string> {
  return inThread("hash", { password, cost: COST });
}

const compare = (password: string, hash: string) =>
  inThread<boolean>("compare", { password, hash });

/**
 * Whether a password belongs to a hash of whatever kind is known; equally slow, and false, when
 * there is no such account.
 * @throws Refusal "busy"
 */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const kind = hash === null ? undefined : readHash(hash)?.kind;
  if (hash === null || !kind) return compare("", NOBODYS_HASH).then(() => false);
  if (kind === "bcrypt") {
    const possible = isForBcrypt(password);
    return (await compare(possible ? password : "", hash)) && possible;
  }
  // Most of those that came from the original are quicker than bcrypt: with it at the same time,
  // none tells by its haste that it is there.
  const [matches] = await Promise.all([compare(password, hash), compare("", NOBODYS_HASH)]);
  return matches;
}

/** The bcrypt hash to replace one of another kind with; null where there is nothing to replace. */
export async function betterHash(password: string, hash: string): Promise<string | null> {
  if (readHash(hash)?.kind === "bcrypt" || !isForBcrypt(password)) return null;
  return hashPassword(password);
}

/** Ends the threads. */
export async function endPasswordThreads(): Promise<void> {
  const running = shared.gpuschedPasswordThreads;
  shared.gpuschedPasswordThreads = undefined;
  await running?.destroy();
}
