/** A MariaDB of its own for a test. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import mysql from "mysql2/promise";
import { freePort } from "@/scripts/ports";

export type TestMariadb = {
  /** Address of a database there; everybody may do everything. */
  url: (database: string) => string;
  port: number;
  /** A connection as its administrator. */
  connect: (database: string | null) => Promise<mysql.Connection>;
  /** Runs statements as its administrator. */
  run: (database: string | null, ...statements: string[]) => Promise<void>;
  stop: () => Promise<void>;
};

const USER = "flask";
const PASSWORD = "p@ss/word";

/** Starts Debian's `mariadbd` on a free port of 127.0.0.1, with its files in a temporary folder. */
export async function startMariadb(): Promise<TestMariadb> {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-mariadb-"));
  const data = path.join(folder, "data");
  // MariaDB refuses to run as root unless it is told to.
  const as = process.getuid?.() === 0 ? ["--user=root"] : [];
  const common = ["--no-defaults", `--datadir=${data}`, ...as];
  execFileSync(
    "mariadb-install-db",
    [...common, "--auth-root-authentication-method=normal", "--skip-test-db"],
    { stdio: "ignore" },
  );
  const port = await freePort();
  const server = spawn(
    "mariadbd",
    [
      ...common,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--socket=${path.join(folder, "socket")}`,
      `--pid-file=${path.join(folder, "pid")}`,
      "--skip-name-resolve",
      "--skip-log-bin",
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-doublewrite=0",
      "--innodb-buffer-pool-size=256M",
      "--innodb-log-file-size=256M",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(server, "exit");
  let said = "";
  for await (const chunk of server.stderr.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes("ready for connections")) break;
  }
  server.stderr.resume();
  if (server.exitCode !== null) throw new Error(`mariadbd ended: ${said}`);

  const connect = (database: string | null) =>
    mysql.createConnection({
      host: "127.0.0.1",
      port,
      user: "root",
      ...(database === null ? {} : { database }),
      charset: "utf8mb4",
    });

  async function run(database: string | null, ...statements: string[]): Promise<void> {
    const connection = await connect(database);
    try {
      for (const statement of statements) await connection.query(statement);
    } finally {
      await connection.end();
    }
  }

  await run(
    null,
    `CREATE USER '${USER}'@'%' IDENTIFIED BY '${PASSWORD}'`,
    `GRANT ALL ON *.* TO '${USER}'@'%'`,
  );
  return {
    url: (database) =>
      `mysql+pymysql://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`,
    port,
    connect,
    run,
    stop: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
