/** Turns on a portal of its own: by the engine, or as the same statements that it would send. */
import pg from "pg";
import { setTestClock } from "../../lib/clock";
import { within } from "../../lib/db";
import { HOUR, type Instant } from "../../lib/domain/words";
import { settleIn } from "../../lib/reservations/engine/decide";
import { databaseUrl } from "../../lib/settings";
import { fillLongPast, type Size } from "../../tests/support/long-past";
import { migrate } from "../database/migrate";
import { once } from "./measure";

/** Until then everybody uses what they have; each next one for an hour. */
const FROM: Instant = Date.UTC(2026, 2, 2, 4);
/** On each GPU, one after the other. Few enough that a short queue stays one. */
const TURNS = 4;

type Statement = pg.QueryConfig;

export type Portal = {
  readonly client: pg.Client;
  /** GPUs whose turns are decided by the engine. */
  readonly decided: readonly number[];
  /** GPUs whose turns were decided, and undone: what was sent for each turn is known. */
  readonly recorded: readonly number[];
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
};

/** Fills a database of its own and connects to it. */
export async function portal(name: string, size: Size): Promise<Portal> {
  const server = new pg.Client(databaseUrl());
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  await server.end();
  const url = new URL(databaseUrl());
  url.pathname = `/${name}`;
  await migrate(url.href);
  const client = new pg.Client(url.href);
  await client.connect();
  await fillLongPast(client, size, FROM);
  const { rows } = await client.query<{ id: number }>("SELECT id FROM gpu ORDER BY id");
  const gpus = rows.map(({ id }) => id);
  const recorded = gpus.filter((_, index) => index % 2 === 1);
  const statements = await record(client, recorded);
  await client.query("VACUUM ANALYZE");
  await client.query("CHECKPOINT");
  return { client, decided: gpus.filter((_, index) => index % 2 === 0), recorded, statements };
}

export async function ended(portals: readonly Portal[]): Promise<void> {
  setTestClock(undefined);
  for (const { client } of portals) await client.end();
}

/** Every turn of these GPUs, as it becomes due. */
async function each(
  gpus: readonly number[],
  turn: (gpu: number, number: number) => Promise<unknown>,
): Promise<void> {
  for (let number = 0; number < TURNS; number++) {
    setTestClock(() => new Date(FROM + number * HOUR));
    for (const gpu of gpus) await turn(gpu, number);
  }
}

const rateOf = (gpus: readonly number[], milliseconds: number) =>
  (gpus.length * TURNS) / (milliseconds / 1_000);

/** Turns a second by the engine. */
export async function play({ client }: Portal, gpus: readonly number[]): Promise<number> {
  const turn = (gpu: number) => within(client, (tx) => settleIn(tx, gpu));
  return rateOf(gpus, await once(() => each(gpus, turn)));
}

/** Turns a second in plain SQL: the same statements, and nothing is decided. */
export async function replay(
  { client, statements }: Portal,
  gpus: readonly number[],
): Promise<number> {
  const turn = async (gpu: number, number: number) => {
    await client.query("BEGIN");
    for (const statement of statements.get(`${gpu} ${number}`) ?? []) await client.query(statement);
    await client.query("COMMIT");
  };
  return rateOf(gpus, await once(() => each(gpus, turn)));
}

/** What the engine sends for every turn of these GPUs, which it does and undoes. */
async function record(client: pg.Client, gpus: readonly number[]) {
  const turns = new Map<string, Statement[]>();
  const sent: Statement[] = [];
  const noting = new Proxy(client, {
    get: (target, name) => {
      if (name !== "query") return Reflect.get(target, name);
      return (statement: Statement) => {
        sent.push(statement);
        return target.query(statement);
      };
    },
  });
  await client.query("BEGIN");
  await each(gpus, async (gpu, number) => {
    await settleIn(noting, gpu);
    turns.set(`${gpu} ${number}`, sent.splice(0));
  });
  await client.query("ROLLBACK");
  return turns;
}
