import { now } from "@/lib/clock";
import { watchServers } from "@/lib/health/commands";

/** Rounds are seconds apart; after a longer pause nobody knows who reported meanwhile. */
const LONGEST_PAUSE_MS = 60_000;

/** Makes the round that watches the servers; silence counts only while the rounds go on. */
export function watchHealth(): () => Promise<void> {
  let listeningSince = Number.POSITIVE_INFINITY;
  let lastRound = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = (await now()).getTime();
    if (at - lastRound > LONGEST_PAUSE_MS) listeningSince = at;
    await watchServers(listeningSince);
    lastRound = at;
  };
}
