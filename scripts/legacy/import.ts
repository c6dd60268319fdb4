/** Brings over the original's data, a transaction for each table. */
import { decisionTime } from "../../lib/clock";
import { longTransaction, type Transaction } from "../../lib/db";
import { gpusByCard, type Place } from "../../lib/legacy/cards";
import { importAccesses } from "../../lib/legacy/commands-access";
import { importAccounts } from "../../lib/legacy/commands-accounts";
import { importGpus } from "../../lib/legacy/commands-gpus";
import { importReservations } from "../../lib/legacy/commands-reservations";
import {
  firstUnknown,
  importStatistics,
  type OldCard,
  oldCards,
} from "../../lib/legacy/commands-statistics";
import type { Target } from "../../lib/legacy/target";
import { wallClock } from "../../lib/legacy/wall-clock";
import { OLD_TABLES, type OldTable } from "../../lib/legacy/words";
import { refusalsOf } from "../../lib/web/refusals";
import { progress } from "./progress";
import type { Report } from "./report";
import type { OldDatabase } from "./source";

export type Wishes = {
  readonly isDryRun: boolean;
  readonly timeZone: string;
  readonly server: string;
  readonly places: ReadonlyMap<string, Place>;
  readonly withStatistics: boolean;
};

const PAGE = 5_000;

/** The tables that are read. */
export const tablesOf = ({ withStatistics }: Wishes): OldTable[] =>
  OLD_TABLES.filter((table) => withStatistics || table !== "gpu_stats");

class Undo extends Error {}

type Part = (target: Target) => Promise<void>;

/** Runs `work`; a dry run is undone, whatever it wrote. */
async function within<Result>(
  isDryRun: boolean,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | undefined;
  try {
    return await longTransaction(async (tx) => {
      if (isDryRun) await tx.query("CREATE TEMP SEQUENCE legacy_dry_run INCREMENT -1");
      const value = await work(tx);
      result = { value };
      if (isDryRun) throw new Undo();
      return value;
    });
  } catch (error) {
    if (error instanceof Undo && result) return result.value;
    throw error;
  }
}

class Import {
  readonly #clocks: { utc: Clock; lab: Clock };
  #places: ReadonlyMap<string, Place> = new Map();
  #cards: ReadonlyMap<number, OldCard> = new Map();

  constructor(
    readonly old: OldDatabase,
    readonly report: Report,
    readonly wishes: Wishes,
  ) {
    this.#clocks = { utc: wallClock("UTC"), lab: wallClock(wishes.timeZone) };
  }

  async run(): Promise<void> {
    const { isDryRun, withStatistics } = this.wishes;
    const parts: [OldTable, Part][] = [
      ["user", (target) => importAccounts(target, this.old.pages("user", PAGE))],
      ["gpu", (target) => this.#gpus(target)],
      ["user_gpu_access", (target) => importAccesses(target, this.old.accesses())],
      ["reservation", (target) => this.#reservations(target)],
    ];
    if (isDryRun) {
      // Each builds on what the one before would have written.
      await within(isDryRun, async (tx) => {
        const target = await this.#target(tx);
        for (const [, part] of parts) await part(target);
      });
    }
    for (const [table, part] of parts) {
      if (!isDryRun) await within(false, (tx) => this.#bring(tx, table, part));
      this.report.sayCounts(table, isDryRun);
    }
    if (withStatistics) await this.#statistics();
  }

  async #bring(tx: Transaction, table: OldTable, part: Part): Promise<void> {
    await part(await this.#target(tx));
    // Until it has counted what came at once, PostgreSQL looks things up as if there were none.
    await tx.query(`ANALYZE legacy_row, "${table}"`);
  }

  async #target(tx: Transaction): Promise<Target> {
    const { rows } = await tx.query<{ now: Date }>("SELECT clock_timestamp() AS now");
    return {
      tx,
      ledger: this.report.ledger,
      now: decisionTime(rows[0]?.now ?? new Date()).getTime(),
      isDryRun: this.wishes.isDryRun,
      refusalsOf: (error) => refusalsOf(error).refusals,
      clockOf: (table, column) =>
        this.old.isInUtc(table, column) ? this.#clocks.utc : this.#clocks.lab,
    };
  }

  async #gpus(target: Target): Promise<void> {
    this.#places = await importGpus(target, this.old.pages("gpu", PAGE), this.wishes);
  }

  async #reservations(target: Target): Promise<void> {
    await importReservations(target, this.old.pages("reservation", PAGE));
    const gpus = gpusByCard(this.#places, this.wishes.server);
    this.#cards = await oldCards(target.tx, gpus);
  }

  async #statistics(): Promise<void> {
    const { isDryRun } = this.wishes;
    const after = firstUnknown(this.#cards);
    const total = await this.old.count("gpu_stats", after);
    const bar = progress("gpu_stats", total);
    await within(isDryRun, async (tx) => {
      const pages = this.old.pages("gpu_stats", PAGE, after);
      await importStatistics(await this.#target(tx), this.#cards, pages, bar.tell);
    }).finally(bar.end);
    this.report.sayCounts("gpu_stats", isDryRun);
  }
}

type Clock = ReturnType<typeof wallClock>;

/** Brings over what is not known yet, or does as if. @throws Failure */
export const runImport = (old: OldDatabase, report: Report, wishes: Wishes): Promise<void> =>
  new Import(old, report, wishes).run();
