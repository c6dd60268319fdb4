/** Who computes on a card, in the operating system's names. */
import { sql } from "@/lib/db";
import { maySeeProcesses, type Viewer } from "@/lib/domain/permissions";
import type { Instant } from "@/lib/domain/words";
import type { Computing } from "./views";

type Row = {
  at: Instant;
  list: Computing["list"];
  holder_id: number | null;
};

const PROCESSES = `
  SELECT extract(epoch FROM r.processes_at)::float8 * 1000 AS at, r.processes AS list,
         use.user_id AS holder_id
  FROM gpu_reading r
  LEFT JOIN reservation use ON use.gpu_id = r.gpu_id AND use.status = 'ACTIVE'
  WHERE r.gpu_id = $1 AND r.processes IS NOT NULL`;

/**
 * The processes on a GPU when its agent last looked: for administrators, and for whoever uses it at
 * this moment; null for all others, and where nobody ever looked.
 */
export async function processesOn(viewer: Viewer, gpuId: number): Promise<Computing | null> {
  const [row] = await sql<Row>(PROCESSES, [gpuId]);
  if (!row) return null;
  const { at, list, holder_id: userId } = row;
  const holder = userId === null ? null : { userId, status: "ACTIVE" as const };
  return maySeeProcesses(viewer, holder) ? { at, list } : null;
}
