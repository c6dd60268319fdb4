/**
 * The end of a run: nobody acts any more, so that what is due is done by the workers or by no one.
 * People settle a GPU with all that they do; while they are about, workers that give no turns may
 * go unseen.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Limits } from "./check";
import { dueNow, Lasting, unsentNow } from "./due";
import type { System } from "./system";

/** On any machine a worker has started by then, and something has become due. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

async function until(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_EVERY_MS))
    if (await isSo()) return true;
  return false;
}

/** Sends the people away, kills the workers, and starts them again once something is due. */
async function restart(system: System): Promise<string[]> {
  const { people, places, database, spans } = system;
  people?.tell({ stop: true });
  await people?.ended;
  await Promise.all(places.map(({ worker }) => worker?.kill()));
  const isDue = await until(async () => (await dueNow(database, spans)).length > 0);
  for (const place of places) system.startWorker(place);
  const isReady = await until(() => places.every(({ worker }) => worker?.isWorking));
  return [
    ...(isDue ? [] : ["nothing became due in the end"]),
    ...(isReady ? [] : ["a worker does not start"]),
  ];
}

/**
 * Lets a system come to rest in which everything runs: what is due must be done within the limits of
 * the moment at which the workers are ready, and the mails must leave.
 * @param restMs how long to look at least
 */
export async function comeToRest(
  system: System,
  { dueMs, mailMs }: Limits,
  restMs: number,
): Promise<string[]> {
  const broken = await restart(system);
  const { database, spans } = system;
  const [due, unsent] = [new Lasting(), new Lasting()];
  const begun = Date.now();
  for (let at = begun; broken.length === 0; at = Date.now()) {
    const [left, mails] = [await dueNow(database, spans), await unsentNow(database)];
    const late = due.longerThan(dueMs, left, at);
    broken.push(...late.map((what) => `${what} is due for ${dueMs} ms, and no worker does it`));
    const stuck = unsent.longerThan(mailMs, mails, at);
    broken.push(...stuck.map((what) => `${what} did not leave for ${mailMs} ms`));
    if (left.length + mails.length === 0 && at - begun >= restMs) return [];
    if (at - begun > restMs + mailMs + PATIENCE_MS) broken.push("there is no end of what is due");
    await sleep(LOOK_EVERY_MS);
  }
  return broken;
}
