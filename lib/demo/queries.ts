import { sql } from "@/lib/db";

/** Whether this portal shows the invented lab; every page says so then. */
export async function isDemo(): Promise<boolean> {
  return (await sql("SELECT FROM portal_fact WHERE key = 'demo'")).length > 0;
}
