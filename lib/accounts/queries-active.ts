import { sql } from "@/lib/db";

/** Somebody for whom something can be done. */
export type ActiveAccount = {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly lab: string;
};

/** Every account that is active, by lab and name. */
export function activeAccounts(): Promise<ActiveAccount[]> {
  return sql<ActiveAccount>(
    `SELECT id, username, name, lab FROM "user" WHERE status = 'ACTIVE'
     ORDER BY lower(lab), lab, lower(name), id`,
  );
}
