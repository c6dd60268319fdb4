import { recordAll } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { DAY, type Instant } from "@/lib/domain/words";
import { READINGS_CHANNEL } from "@/lib/stats/channel";
import { type GpuLine, keepIdentities } from "@/lib/stats/identities";
import { ensurePartitions } from "@/lib/stats/partitions";
import { storeSamples } from "@/lib/stats/store";
import { loadKnown } from "./known";
import { lineIn } from "./line";
import type { Reading } from "./reading";
import { idOf, refuse, type Target } from "./target";
import type { OldRow, OldRows } from "./words";

/** A card of the old statistics: which GPU it is here, and up to which row it is known. */
export type OldCard = { readonly gpuId: number; readonly lastId: number };

const LAST = "SELECT gpu_index, last_id::float8 AS last_id FROM legacy_statistics";

/**
 * The GPUs that the card numbers of the old statistics are.
 * @param gpus their old ids, by number
 */
export async function oldCards(
  tx: Transaction,
  gpus: ReadonlyMap<number, string>,
): Promise<Map<number, OldCard>> {
  const known = await loadKnown(tx, "gpu");
  const { rows } = await tx.query<{ gpu_index: number; last_id: number }>(LAST);
  const last = new Map(rows.map((row) => [row.gpu_index, row.last_id]));
  return new Map(
    [...gpus].flatMap(([index, key]) => {
      const gpuId = known.get(key)?.id;
      return typeof gpuId === "number" ? [[index, { gpuId, lastId: last.get(index) ?? 0 }]] : [];
    }),
  );
}

/** The row after which there may be something new; undefined for the first of all. */
export function firstUnknown(cards: ReadonlyMap<number, OldCard>): string | undefined {
  const last = [...cards.values()].map(({ lastId }) => lastId);
  return last.length === 0 || last.includes(0) ? undefined : String(Math.min(...last));
}

type Told = GpuLine & { readonly id: string; readonly index: number };

/** What was stored of one card. */
type Sum = { samples: number; from: Instant; to: Instant; lastId: number };

export class Statistics {
  readonly #target: Target;
  readonly #cards: ReadonlyMap<number, OldCard>;
  readonly #clock: ReturnType<Target["clockOf"]>;
  readonly #sums = new Map<number, Sum>();
  /** The newest sample of each GPU that was stored, by which those are found that may be twice. */
  readonly #newest = new Map<number, Instant>();

  constructor(target: Target, cards: ReadonlyMap<number, OldCard>) {
    this.#target = target;
    this.#cards = cards;
    this.#clock = target.clockOf("gpu_stats", "timestamp");
  }

  /** Stores the rows of a page that are not known yet; of a dry run none. */
  async take(page: readonly OldRow[]): Promise<void> {
    const told = page.flatMap((row) => this.#read(row) ?? []);
    const lines = await this.#onlyNew(told);
    if (!this.#target.isDryRun && lines.length > 0) await this.#store(lines);
    this.#target.ledger.takenMany("gpu_stats", lines.length);
  }

  /** After the last page: remembers how far it came, and says what was stored. */
  async finish(): Promise<void> {
    const { tx, ledger, isDryRun, now } = this.#target;
    for (const [index, sum] of [...this.#sums].toSorted(([a], [b]) => a - b)) {
      const span = `${new Date(sum.from).toISOString()} to ${new Date(sum.to).toISOString()}`;
      ledger.told("gpu_stats", `card ${index}`, `${sum.samples} samples`, span);
      if (!isDryRun) await tx.query(REMEMBER, [index, sum.lastId]);
    }
    if (isDryRun || this.#sums.size === 0) return;
    await recordAll(tx, await this.#audits(new Date(now)));
    await tx.query("SELECT pg_notify($1, '')", [READINGS_CHANNEL]);
  }

  async #audits(at: Date) {
    const gpuIds = [...this.#sums.keys()].map((index) => this.#cards.get(index)?.gpuId);
    const { rows } = await this.#target.tx.query<{ id: number; name: string }>(
      `SELECT DISTINCT s.id, s.name FROM server s JOIN gpu g ON g.server_id = s.id
       WHERE g.id = ANY($1)`,
      [gpuIds],
    );
    const samples = [...this.#sums.values()].reduce((total, sum) => total + sum.samples, 0);
    return rows.map(({ id, name }) => ({
      at,
      actor: null,
      action: "server.statistics-imported" as const,
      subjectType: "server" as const,
      subjectId: id,
      details: { name, samples },
    }));
  }

  #read(row: OldRow): Told | null {
    const { ledger, now } = this.#target;
    const id = idOf(row);
    const { line, reading } = lineIn(row, this.#clock, now);
    const { at, index } = line;
    const card = index === null ? undefined : this.#cards.get(index);
    if (index !== null && !card)
      reading.wrong("its card is no GPU that was taken", `card ${index}`);
    if (card && Number(id) <= card.lastId) {
      ledger.known("gpu_stats");
      return null;
    }
    if (!card || index === null || at === null) return this.#refuse(id, reading);
    this.#count(index, at, Number(id));
    if (reading.problems.length > 0) return this.#refuse(id, reading);
    return { gpuId: card.gpuId, at, line, id, index };
  }

  #refuse(id: string, { problems }: Reading): null {
    refuse(this.#target, "gpu_stats", id, problems);
    return null;
  }

  #count(index: number, at: Instant, lastId: number): void {
    const sum = this.#sums.get(index) ?? { samples: 0, from: at, to: at, lastId };
    this.#sums.set(index, sum);
    sum.from = Math.min(sum.from, at);
    sum.to = Math.max(sum.to, at);
    sum.lastId = lastId;
  }

  /** Without those that tell a moment of a card which is told already. */
  async #onlyNew(told: readonly Told[]): Promise<Told[]> {
    const suspects = new Set<Told>();
    const seen = new Set<string>();
    for (const each of told) {
      if (each.at <= (this.#newest.get(each.gpuId) ?? Number.POSITIVE_INFINITY)) suspects.add(each);
      const newest = this.#newest.get(each.gpuId) ?? each.at;
      this.#newest.set(each.gpuId, Math.max(newest, each.at));
    }
    const there = await this.#whichAreThere([...suspects]);
    return told.filter((each) => {
      const key = `${each.gpuId} ${each.at}`;
      const isTwice = there.has(key) || seen.has(key);
      seen.add(key);
      const sum = this.#sums.get(each.index);
      if (isTwice) {
        const what = "its card told of this moment already";
        this.#target.ledger.refused("gpu_stats", each.id, what, `card ${each.index}`);
      } else if (sum) sum.samples++;
      return !isTwice;
    });
  }

  async #whichAreThere(suspects: readonly Told[]): Promise<Set<string>> {
    if (suspects.length === 0) return new Set();
    const { rows } = await this.#target.tx.query<{ key: string }>(THERE, [
      suspects.map(({ gpuId }) => gpuId),
      suspects.map(({ at }) => at),
    ]);
    return new Set(rows.map(({ key }) => key));
  }

  async #store(lines: readonly Told[]): Promise<void> {
    await ensurePartitions(new Set(lines.map(({ at }) => Math.floor(at / DAY) * DAY)));
    await keepIdentities(this.#target.tx, lines);
    await storeSamples(
      this.#target.tx,
      lines.map(({ gpuId, at, line }) => ({ ...line, gpuId, at })),
    );
  }
}

const THERE = `
  SELECT s.gpu_id || ' ' || round(extract(epoch FROM s.at) * 1000)::bigint AS key
  FROM unnest($1::int[], $2::float8[]) AS told(gpu_id, ms)
  JOIN gpu_sample s ON s.gpu_id = told.gpu_id AND s.at = to_timestamp(told.ms / 1000)`;

const REMEMBER = `
  INSERT INTO legacy_statistics (gpu_index, last_id) VALUES ($1, $2)
  ON CONFLICT (gpu_index) DO UPDATE SET last_id = excluded.last_id`;

const LOCK = "SELECT id FROM gpu WHERE id = ANY($1) ORDER BY id FOR KEY SHARE";

/** Brings over the samples that are not known yet, as if they had just been reported. */
export async function importStatistics(
  target: Target,
  cards: ReadonlyMap<number, OldCard>,
  pages: OldRows,
  tell: (rows: number) => void,
): Promise<void> {
  await target.tx.query(LOCK, [[...cards.values()].map(({ gpuId }) => gpuId)]);
  const statistics = new Statistics(target, cards);
  for await (const page of pages) {
    await statistics.take(page);
    tell(page.length);
  }
  await statistics.finish();
}
