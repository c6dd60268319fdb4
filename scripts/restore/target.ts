/** The database that a backup is to be brought into. */
import { connectPatiently } from "../backup/snapshot";
import { Failure } from "../start/failure.mjs";

export type Target = {
  name: string;
  isEmpty: boolean;
  /** Its rows, as far as it is a portal's: what would be replaced. */
  rows: Record<string, number>;
};

// What the jobs' library keeps is no work of people.
const THINGS = `
  SELECT count(*)::int AS things FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^(pg_|information_schema$|gpusched_jobs$)'
    AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

const SESSIONS = `
  SELECT count(*)::int AS sessions FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/**
 * Looks at a database before anything is done to it.
 * @throws Failure when it cannot be reached or when somebody uses it
 */
export async function lookAt(url: string): Promise<Target> {
  const client = await connectPatiently(url);
  try {
    const one = async (text: string) => (await client.query(text)).rows[0];
    const { sessions } = await one(SESSIONS);
    if (sessions > 0) throw inUse(sessions);
    const { name } = await one("SELECT current_database() AS name");
    const { things } = await one(THINGS);
    const rows: Record<string, number> = {};
    for (const table of ["user", "gpu", "reservation"]) {
      const { there } = await one(`SELECT to_regclass('public."${table}"') IS NOT NULL AS there`);
      if (there) rows[table] = Number((await one(`SELECT count(*) AS n FROM "${table}"`)).n);
    }
    return { name, isEmpty: things === 0, rows };
  } finally {
    await client.end();
  }
}

export const inUse = (sessions: number) =>
  new Failure(
    `The database is in use by ${sessions} ${sessions === 1 ? "session" : "sessions"}: stop the portal first (systemctl stop 'gpusched-web@*' gpusched-worker). Nothing was changed.`,
  );
