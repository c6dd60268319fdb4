/** All that is in a database, in a form in which two of them can be compared. */
import pg from "pg";

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs statements, one after the other. */
export const run = (url: string, ...statements: string[]): Promise<void> =>
  connected(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });

export const rowsOf = (url: string, statement: string): Promise<unknown[][]> =>
  connected(url, async (client) => {
    return (await client.query({ text: statement, rowMode: "array" })).rows;
  });

const TABLES = `
  SELECT quote_ident(relname) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;

const SEQUENCES = `
  SELECT quote_ident(relname) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1`;

/** A table's rows: how many they are, and a checksum of all of them, in whatever order they lie. */
const sumOf = (table: string) => `
  SELECT count(*)::int, coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text,
    md5(coalesce(string_agg(md5(t::text), '' ORDER BY t::text COLLATE "C"), ''))
  FROM ${table} t`;

/** Count and checksum of the rows of each table, and where each sequence stands. */
export function contentsOf(url: string): Promise<Record<string, unknown>> {
  return connected(url, async (client) => {
    const all: Record<string, unknown> = {};
    await client.query("SET TimeZone = 'UTC'");
    const tables = await client.query({ text: TABLES, rowMode: "array" });
    for (const [table] of tables.rows) {
      all[table] = (await client.query({ text: sumOf(table), rowMode: "array" })).rows[0];
    }
    for (const [sequence] of (await client.query({ text: SEQUENCES, rowMode: "array" })).rows) {
      const { rows } = await client.query(`SELECT last_value, is_called FROM ${sequence}`);
      all[sequence] = Object.values(rows[0]).join(" ");
    }
    return all;
  });
}

// Names come with it where PostgreSQL chose them: a query that lacks its index would be slow. Casts and
// brackets of a condition do not: PostgreSQL itself reads its own text of them otherwise.
const SCHEMA = String.raw`
  SELECT 'column', format('%s.%s %s %s %s %s', a.attrelid::regclass, a.attname,
    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
    pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0
  UNION ALL
  SELECT 'constraint', format('%s %s %s', conrelid::regclass, conname,
    regexp_replace(pg_get_constraintdef(oid), '::(character varying|text)(\[\])?|[()]', '', 'g'))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT 'trigger', format('%s %s %s', tgrelid::regclass, tgenabled, pg_get_triggerdef(oid))
  FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  UNION ALL SELECT 'view', format('%s %s', viewname, definition) FROM pg_views WHERE schemaname = 'public'
  UNION ALL
  SELECT 'partition', format('%s %s %s', c.oid::regclass, i.inhparent::regclass,
    pg_get_expr(c.relpartbound, c.oid))
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind = 'r'
  UNION ALL
  SELECT 'storage', format('%s %s', oid::regclass, reloptions) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  UNION ALL SELECT 'extension', extname FROM pg_extension
  UNION ALL
  SELECT 'type', format('%s %s', enumtypid::regtype, string_agg(enumlabel, ',' ORDER BY enumsortorder))
  FROM pg_enum GROUP BY enumtypid
  ORDER BY 1, 2`;

/** What the tables and all around them are made of. */
export const schemaOf = (url: string): Promise<unknown[][]> => rowsOf(url, SCHEMA);
