/** The original's database: one consistent snapshot, which is only read. */
import mysql from "mysql2/promise";
import { OLD_TABLES, type OldRow, type OldRows, type OldTable } from "../../lib/legacy/words";
import { Failure } from "../start/failure.mjs";
import type { OldAddress } from "./address";
import { broken, refusedBy } from "./breaks";
import { type Columns, requireColumns } from "./columns";

/** A server that is not MySQL may be silent, or talk and never say anything. */
const CONNECT_MS = 10_000;
/** No column that anybody wants is longer; what is longer is refused as it is cut. */
const LONGEST_VALUE = 1_000;

/** Less than any id. */
const BEFORE_ALL = "-9223372036854775808";

const COLUMNS = `
  SELECT lower(table_name) AS old_table, table_name AS name, column_name AS col,
         data_type AS type, column_key AS col_key
  FROM information_schema.columns WHERE table_schema = DATABASE() AND lower(table_name) IN (?)`;

const quoted = (name: string) => `\`${name.replaceAll("`", "``")}\``;

/** A column as text, whatever it is, so that nothing is rounded and no date is moved. */
function asText(column: string, type: string): string {
  const value = type === "bit" ? `${column} + 0` : column;
  return `LEFT(CAST(${value} AS CHAR CHARACTER SET utf8mb4), ${LONGEST_VALUE})`;
}

/** What a server says of itself, as it may stand on a terminal. */
const plain = (told: unknown): string =>
  String(told)
    .replaceAll(/[^\w.+~-]/g, "")
    .slice(0, 60);

type Read = { readonly text: string; readonly values: readonly unknown[] };

export class OldDatabase {
  readonly #connection: mysql.Connection;
  readonly #tables: ReadonlyMap<OldTable, Columns>;
  readonly version: string;

  private constructor(
    connection: mysql.Connection,
    tables: ReadonlyMap<OldTable, Columns>,
    version: string,
  ) {
    this.#connection = connection;
    this.#tables = tables;
    this.version = version;
  }

  /** @throws Failure in one line when it cannot be reached, entered or understood */
  static async open(address: OldAddress, wanted: readonly OldTable[]): Promise<OldDatabase> {
    const connection = await connect(address);
    try {
      return await begin(connection, wanted, (...all) => new OldDatabase(...all));
    } catch (error) {
      connection.destroy();
      throw error instanceof Failure ? error : refusedBy(error);
    }
  }

  /** Whether a column holds instants (TIMESTAMP), which come in UTC here, and no naive times. */
  isInUtc(table: OldTable, column: string): boolean {
    return this.#columns(table).types.get(column) === "timestamp";
  }

  async count(table: OldTable, after = BEFORE_ALL): Promise<number> {
    const text = `SELECT COUNT(*) AS n FROM ${quoted(this.#columns(table).name)}
                  WHERE id > CAST(? AS SIGNED)`;
    const [row] = await this.#rows({ text, values: [after] });
    return Number(row?.n ?? 0);
  }

  /** The rows of a table with an id, from the one `after` it on. */
  async *pages(table: OldTable, size: number, after = BEFORE_ALL): OldRows {
    const { name, types } = this.#columns(table);
    const columns = [...types].map(
      ([column, type]) => `${asText(`t.${quoted(column)}`, type)} AS ${quoted(column)}`,
    );
    const text = `SELECT ${columns} FROM ${quoted(name)} t
                  WHERE t.id > CAST(? AS SIGNED) ORDER BY t.id LIMIT ?`;
    const read = (last: unknown) => this.#rows({ text, values: [last, size] });
    let last: string | null = after;
    let next: Promise<OldRow[]> = read(after);
    for (;;) {
      const page = await next;
      const before = last;
      last = page.at(-1)?.id ?? null;
      if (last === null) return;
      // Whoever answers with the same rows for ever is not asked for ever.
      if (!/^-?\d+$/.test(last) || BigInt(last) <= BigInt(before)) {
        throw broken(new Error(`the ids of ${table} do not go up`));
      }
      // While this one is worked on, the next one is read.
      next = read(last);
      next.catch(() => undefined);
      yield page;
    }
  }

  /** The accesses, with the priority of their user where they have none of their own. */
  async *accesses(): OldRows {
    const { name, types } = this.#columns("user_gpu_access");
    const user = this.#columns("user");
    const ownOr = (column: string, otherwise: string) => {
      const type = types.get(column);
      return type ? `${asText(`a.${column}`, type)} AS ${column}` : otherwise;
    };
    const ofUser = `${asText("u.priority", "int")} AS priority`;
    const columns = [
      ownOr("user_id", ""),
      ownOr("gpu_id", ""),
      ownOr("priority", ofUser),
      ...(types.has("status") ? [ownOr("status", "")] : []),
    ];
    yield await this.#rows({
      text: `SELECT ${columns} FROM ${quoted(name)} a LEFT JOIN ${quoted(user.name)} u
             ON u.id = a.user_id ORDER BY a.user_id, a.gpu_id`,
      values: [],
    });
  }

  async close(): Promise<void> {
    await this.#connection.end().catch(() => this.#connection.destroy());
  }

  #columns(table: OldTable): Columns {
    const columns = this.#tables.get(table);
    if (!columns) throw new Error(`the old table ${table} was not asked for`);
    return columns;
  }

  async #rows({ text, values }: Read): Promise<OldRow[]> {
    try {
      const [rows] = await this.#connection.query<mysql.RowDataPacket[]>(text, [...values]);
      return rows;
    } catch (error) {
      throw broken(error);
    }
  }
}

async function connect(address: OldAddress): Promise<mysql.Connection> {
  const attempt = mysql.createConnection({
    ...address,
    connectTimeout: CONNECT_MS,
    charset: "utf8mb4_general_ci",
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    multipleStatements: false,
    // A server may ask its client for any file.
    flags: ["-LOCAL_FILES"],
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const late = Object.assign(new Error("no greeting"), { code: "ETIMEDOUT" });
    timer = setTimeout(() => reject(late), CONNECT_MS + 1_000);
  });
  attempt.catch(() => undefined);
  try {
    return await Promise.race([attempt, tooLate]);
  } catch (error) {
    throw refusedBy(error, address);
  } finally {
    clearTimeout(timer);
  }
}

async function begin(
  connection: mysql.Connection,
  wanted: readonly OldTable[],
  made: (
    connection: mysql.Connection,
    tables: ReadonlyMap<OldTable, Columns>,
    version: string,
  ) => OldDatabase,
): Promise<OldDatabase> {
  // Whoever breaks the connection between two statements is told by the next one.
  connection.on("error", () => undefined);
  await connection.query("SET SESSION time_zone = '+00:00', SESSION sql_mode = ''");
  await connection.query("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  await connection.query("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  const [rows] = await connection.query<mysql.RowDataPacket[]>(COLUMNS, [[...OLD_TABLES]]);
  const [[told]] = await connection.query<mysql.RowDataPacket[]>("SELECT VERSION() AS version");
  return made(connection, requireColumns(rows, wanted), plain(told?.version));
}
