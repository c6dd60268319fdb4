/** How fast samples are stored, beside COPY of the same rows into the same table. */
import pg from "pg";
import { now } from "../../lib/clock";
import { sql, transaction } from "../../lib/db";
import { DAY, type Instant } from "../../lib/domain/words";
import { databaseUrl } from "../../lib/settings";
import { ensurePartitions } from "../../lib/stats/partitions";
import { type Sample, storeSamples } from "../../lib/stats/store";
import { copySamples, copyText } from "./copy";
import { compared, ms } from "./measure";

/** Each batch has so many moments of every GPU of a server, as when its agent catches up. */
const GPUS = 8;
const MOMENTS = 125;
const STEP_MS = 10_000;
const ROUNDS = 40;

function batch(gpus: readonly number[], from: Instant): Sample[] {
  return Array.from({ length: MOMENTS }, (_, n) => n).flatMap((n) =>
    gpus.map((gpuId) => ({
      gpuId,
      at: from + n * STEP_MS,
      temperature: 60 + (n % 9),
      load: (n * 7 + gpuId) % 101,
      memoryLoad: 20,
      memoryFree: 20_000 - n,
      memoryUsed: 4_000 + n,
      pstate: 2,
      pcieLinkGen: 4,
      fault: null,
    })),
  );
}

const store = (samples: readonly Sample[]) => transaction((tx) => storeSamples(tx, samples));

/** Lines of a table: storing a thousand samples, and storing them again. */
export async function benchWrites(): Promise<string[][]> {
  const rows = await sql<{ id: number }>("SELECT id FROM gpu ORDER BY id LIMIT $1", [2 * GPUS]);
  const ids = rows.map(({ id }) => id);
  // In days of which there is nothing yet.
  const start = Math.floor((await now()).getTime() / DAY + 2) * DAY;
  const from = (round: number) => start + round * MOMENTS * STEP_MS;
  const rounds = Array.from({ length: 2 * ROUNDS }, (_, round) => from(round));
  await ensurePartitions(rounds);
  const batches = rounds.map((at) => batch(ids.slice(0, GPUS), at));
  const texts = rounds.map((at) => copyText(batch(ids.slice(GPUS), at)));
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    const figures = await compared(ROUNDS, {
      store: (round) => store(batches[round] ?? []),
      copy: (round) => copySamples(client, texts[round] ?? ""),
      again: (round) => store(batches[round] ?? []),
    });
    const ratio = (figure: number) => `${(figures.copy / figure).toFixed(2)} × its speed`;
    const copy = `${ms(figures.copy)} by COPY`;
    return [
      ["storing 1,000 samples and their sums", ms(figures.store), copy, ratio(figures.store)],
      ["the same samples once more", ms(figures.again), copy, ratio(figures.again)],
    ];
  } finally {
    await client.end();
  }
}
