/** What the portal keeps in its database, read from PostgreSQL's own catalog. */
import type { ClientBase } from "pg";

export type Table = {
  name: string;
  /** As it is written in SQL. */
  quoted: string;
  /** Quoted, in their order, without those that PostgreSQL reckons itself. */
  columns: string[];
  /** Where this is a partition: of which table, and of which rows. */
  partition: { of: string; bound: string } | null;
  /** Holds rows itself, not only through its partitions. */
  holdsRows: boolean;
  hasTriggers: boolean;
  /** Names of the tables whose rows its rows refer to. */
  refersTo: string[];
};

const TABLES = `
  SELECT c.relname AS name, quote_ident(c.relname) AS quoted, c.relkind = 'r' AS "holdsRows",
    CASE WHEN c.relispartition THEN json_build_object(
      'of', (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = c.oid),
      'bound', pg_get_expr(c.relpartbound, c.oid)) END AS partition,
    ARRAY(SELECT quote_ident(attname) FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum) AS columns,
    EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal) AS "hasTriggers",
    ARRAY(SELECT DISTINCT r.relname::text FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND r.oid <> c.oid) AS "refersTo"
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  ORDER BY c.relispartition, c.relname`;

/** Every table of the portal, in the order of their names, partitions last. */
export async function tablesOf(client: ClientBase): Promise<Table[]> {
  return (await client.query<Table>(TABLES)).rows;
}

/** The same tables, each after those that its rows refer to. */
export function inOrderOfReference(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const visit = (table: Table, path: readonly Table[]) => {
    if (path.includes(table)) throw new Error(`${table.name} refers to itself through others`);
    for (const name of table.refersTo) {
      const other = byName.get(name);
      if (other) visit(other, [...path, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

/** How many rows each table has. */
export async function countRows(
  client: ClientBase,
  tables: readonly Table[],
): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { name, quoted, holdsRows } of tables) {
    if (!holdsRows) continue;
    const counted = await client.query(`SELECT count(*) AS rows FROM ${quoted}`);
    rows[name] = Number(counted.rows[0].rows);
  }
  return rows;
}

const APPLIED = `
  SELECT migration_name AS name, checksum FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at, migration_name`;

/** A migration that the database has; `checksum` is the SHA-256 of its script. */
export type Applied = { name: string; checksum: string };

export async function appliedMigrations(client: ClientBase): Promise<Applied[]> {
  return (await client.query<Applied>(APPLIED)).rows;
}
