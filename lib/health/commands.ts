/** Watches servers between their reports: silence and absence are nobody's message. */
import { lockAgent } from "@/lib/agents/lock";
import { nowIn } from "@/lib/clock";
import { transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { announceMails } from "@/lib/jobs/producers";
import { log } from "@/lib/log";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { changesOf, type Judgement, judge } from "./judge";
import { loadServers } from "./load";

/** What follows from a judgement, after its commit. */
export async function followUp({ mails, recovered }: Judgement): Promise<void> {
  await announceMails(mails);
  for (const gpuId of recovered) {
    // The sweep settles it in a moment, if this fails.
    await settleGpu(gpuId).catch((error: unknown) => {
      log.error({ error, gpuId }, "a queue was not settled after its GPU had recovered");
    });
  }
}

/** Judges one server, and nothing when somebody took its agent away meanwhile. */
async function judgeLocked(serverId: number, listeningSince: Instant): Promise<void> {
  const judgement = await transaction(async (tx): Promise<Judgement> => {
    const now = await lockAgent(tx, serverId);
    if (now === null) return { mails: [], recovered: [] };
    return judge(tx, serverId, listeningSince, now);
  });
  await followUp(judgement);
}

/**
 * Looks at every server without a lock, and judges those on which something has changed.
 * @param listeningSince since when reports could come, by PostgreSQL's clock
 */
export async function watchServers(listeningSince: Instant): Promise<void> {
  const changed = await transaction(async (tx) => {
    const now = (await nowIn(tx)).getTime();
    const servers = await loadServers(tx);
    return servers.filter((server) => !changesOf(server, listeningSince, now).isSame);
  });
  // One that fails keeps no other from being judged; the next round tries it again.
  const failures: unknown[] = [];
  for (const { id } of changed) {
    await judgeLocked(id, listeningSince).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
