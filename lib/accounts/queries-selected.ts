import { sql } from "@/lib/db";
import { ACCOUNT_COLUMNS, type AccountDetails, type AccountRow, detailsOf } from "./queries-list";

/** An account with what stands in queues of its. */
export type SelectedAccount = AccountDetails & {
  readonly waiting: number;
  /** Names of the GPUs that it has the turn on, and that it uses. */
  readonly turns: readonly string[];
  readonly uses: readonly string[];
};

type Row = AccountRow & Pick<SelectedAccount, "waiting" | "turns" | "uses">;

const gpusOf = (status: string) => `
  ARRAY(SELECT s.name || '-' || g.gpu_index
        FROM reservation r JOIN gpu g ON g.id = r.gpu_id JOIN server s ON s.id = g.server_id
        WHERE r.user_id = u.id AND r.status = '${status}' ORDER BY 1)`;

/** These accounts, as far as they exist, by username. */
export async function selectedAccounts(ids: readonly number[]): Promise<SelectedAccount[]> {
  const rows = await sql<Row>(
    `SELECT ${ACCOUNT_COLUMNS},
            (SELECT count(*)::int FROM reservation r
             WHERE r.user_id = u.id AND r.status = 'WAITING') AS waiting,
            ${gpusOf("NOTIFIED")} AS turns, ${gpusOf("ACTIVE")} AS uses
     FROM "user" u WHERE id = ANY($1) ORDER BY lower(username), id`,
    [ids],
  );
  return rows.map((row) => ({ ...row, ...detailsOf(row) }));
}
