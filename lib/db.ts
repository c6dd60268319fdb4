/** The one way to the database: a pool for the engine's SQL, and Prisma over the same pool. */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client";
import { databaseUrl } from "./settings";

/** A connection inside an open transaction. */
export type Transaction = pg.ClientBase;

/**
 * Prisma's own limits begin where those of the pool and of a statement end: fifty people who wait
 * for one lock are answered one after the other, not told that there was no time.
 */
const TRANSACTIONS = { maxWait: 11_000, timeout: 15_000 };

type Connections = { pool: pg.Pool; prisma: PrismaClient };

/**
 * A process that is frozen in a transaction, or whose machine is, keeps what it has locked no longer
 * than this: whoever else could do its work must not wait for it.
 */
const LONGEST_IDLE_MS = 5_000;
const RENEWED_EVERY_MS = 1_000;
/** The same of a long one: it may read another database, and think about a year of a lab. */
const LONGEST_IDLE_OF_LONG_MS = 60_000;

// Kept on globalThis because a development server evaluates this module again on each change.
const shared = globalThis as typeof globalThis & { gpuschedDb?: Connections };

function connect(): Connections {
  const pool = new pg.Pool({
    connectionString: databaseUrl(),
    max: 14,
    // As long as whoever has a connection may need for a statement: fifty people at one moment wait
    // for one another, and on a slow machine longer than it seems.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A server that hangs without closing its connections must not hang every page with it.
    statement_timeout: 10_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: LONGEST_IDLE_MS,
    application_name: "gpusched",
    // A connection that breaks (a restarted server) fails the next statement on it and is replaced;
    // without listeners, the pool's for idle ones, Node would end the process.
    onConnect: (client) => void client.on("error", () => undefined),
  });
  pool.on("error", () => undefined);
  const adapter = new PrismaPg(pool);
  return { pool, prisma: new PrismaClient({ adapter, transactionOptions: TRANSACTIONS }) };
}

function connections(): Connections {
  shared.gpuschedDb ??= connect();
  return shared.gpuschedDb;
}

/** Prisma, connected on first use. */
export const db = (): PrismaClient => connections().prisma;

/** Runs one parameterised SQL statement outside a transaction. */
export async function sql<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await connections().pool.query<Row>(text, values)).rows;
}

/** Runs `work` in one READ COMMITTED transaction: committed when it returns, undone when it throws. */
export async function transaction<Result>(
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await connections().pool.connect();
  let broken: Error | undefined;
  try {
    return await within(client, work, (error) => {
      broken = error;
    });
  } finally {
    client.release(broken);
  }
}

/** As `transaction`, on a connection of its own whose statements may take as long as they need. */
export async function longTransaction<Result>(
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrl(),
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: LONGEST_IDLE_OF_LONG_MS,
    application_name: "gpusched",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await within(client, work);
  } finally {
    await client.end();
  }
}

/**
 * Runs `work` in one transaction on a connection that nobody else uses meanwhile.
 * @param broke is told when not even the ROLLBACK got through
 */
export async function within<Result>(
  client: Transaction,
  work: (tx: Transaction) => Promise<Result>,
  broke: (error: Error) => void = () => undefined,
): Promise<Result> {
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(broke);
    throw error;
  }
}

/** A transaction's locks, while something takes long. */
export type Hold = {
  /** Aborts once somebody else may have them: the connection broke, or PostgreSQL ended it. */
  readonly lost: AbortSignal;
  /** Whether they are ours at this moment, as far as a process can know that may just have thawed. */
  readonly isHeld: () => boolean;
};

/** Keeps what `tx` has locked while `work` does something that takes long and asks `tx` nothing. */
export async function hold<Result>(
  tx: Transaction,
  work: (hold: Hold) => Promise<Result>,
): Promise<Result> {
  const lost = new AbortController();
  const lose = (cause?: unknown) => lost.abort(cause);
  tx.once("error", lose).once("end", lose);
  let renewedAt = performance.now();
  const renew = async () => {
    const at = performance.now();
    await tx.query("SELECT");
    renewedAt = at;
  };
  let renewed: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewed = renewed.then(renew).catch(lose);
  }, RENEWED_EVERY_MS);
  const isHeld = () => !lost.signal.aborted && performance.now() - renewedAt < LONGEST_IDLE_MS;
  try {
    return await work({ lost: lost.signal, isHeld });
  } finally {
    clearInterval(timer);
    await renewed;
    tx.off("error", lose).off("end", lose);
  }
}

/** Closes every connection of this process. */
export async function disconnect(): Promise<void> {
  const open = shared.gpuschedDb;
  shared.gpuschedDb = undefined;
  await open?.prisma.$disconnect();
  if (open && !open.pool.ended) await open.pool.end();
}
