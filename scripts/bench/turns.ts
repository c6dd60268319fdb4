/**
 * `npm run bench -- turns`: how many turns a second the engine decides, beside the same statements
 * in plain SQL, and with long queues and a long past beside short ones and none. A turn here is
 * the end of a use and what follows: the next one starts, with log entries and mails for both.
 */
import { say } from "../start/console.mjs";
import { withDatabase } from "./database";
import { sayMachine, table } from "./measure";
import { ended, type Portal, play, portal, replay } from "./played-turns";

const SHORT = { gpus: 240, waitersEach: 10, past: 0 };
const LONG = { gpus: 240, waitersEach: 1_000, past: 1_000_000 };

/** The least that the ratios may be. */
const OF_PLAIN_SQL = 0.5;
const OF_SHORT = 0.8;

/** GPUs in one round of one side. */
const AT_A_TIME = 10;

type Side = "engine" | "plain";
const median = (figures: readonly number[]) =>
  figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;

/** Turns a second of each side in each portal, round by round. */
async function measured(portals: readonly Portal[]): Promise<Record<Side, number>[][]> {
  const rounds: Record<Side, number>[][] = [];
  const { length } = portals[0]?.decided ?? [];
  // Both sides of both portals take turns, so that what else the machine does meets all alike.
  for (let at = 0; at < length; at += AT_A_TIME) {
    const round: Record<Side, number>[] = [];
    for (const each of portals) {
      round.push({
        engine: await play(each, each.decided.slice(at, at + AT_A_TIME)),
        plain: await replay(each, each.recorded.slice(at, at + AT_A_TIME)),
      });
    }
    rounds.push(round);
  }
  // What the first rounds tell is how caches fill.
  return rounds.slice(Math.ceil(rounds.length / 4));
}

/** Prints it all as a table. */
export async function benchTurns(): Promise<void> {
  await withDatabase(async () => {
    const portals = [await portal("short", SHORT), await portal("long", LONG)];
    const rounds = await measured(portals).finally(() => ended(portals));
    const of = (side: Side, at: number) => median(rounds.map((round) => round[at]?.[side] ?? 0));
    const ratio = (of: (round: Record<Side, number>[]) => number) => median(rounds.map(of));
    const rate = (figure: number) => `${Math.round(figure).toLocaleString("en")} turns/s`;
    const against = (at: number) =>
      ratio((round) => (round[at]?.engine ?? 0) / (round[at]?.plain ?? 0));
    const judged = (figure: number, least: number) =>
      `${figure.toFixed(2)} × (at least ${least} ×: ${figure >= least ? "kept" : "NOT KEPT"})`;
    sayMachine();
    say(`medians of ${rounds.length} rounds that alternate`);
    table([
      [
        "10 wait for each GPU, no past",
        rate(of("engine", 0)),
        `${rate(of("plain", 0))} in plain SQL`,
        judged(against(0), OF_PLAIN_SQL),
      ],
      [
        "1,000 wait for each, 1,000,000 past",
        rate(of("engine", 1)),
        `${rate(of("plain", 1))} in plain SQL`,
        judged(against(1), OF_PLAIN_SQL),
      ],
      [
        "the long beside the short",
        "",
        "",
        judged(
          ratio((round) => (round[1]?.engine ?? 0) / (round[0]?.engine ?? 0)),
          OF_SHORT,
        ),
      ],
    ]);
  });
}
