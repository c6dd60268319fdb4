/** What approving an account offers to give. */
import { sql } from "@/lib/db";

/** A GPU beside the default set. */
export type DefaultGpu = {
  readonly id: number;
  readonly model: string;
  readonly gpuName: string;
  readonly enabled: boolean;
  /** With which priority it is given; null: it is not. */
  readonly priority: number | null;
};

/** Every GPU with whether it belongs to the default set, by server and number. */
export async function gpusByDefault(): Promise<DefaultGpu[]> {
  const gpus = await sql<DefaultGpu>(`
    SELECT g.id, g.model, s.name || '-' || g.gpu_index AS "gpuName", g.status AS enabled, d.priority
    FROM gpu g JOIN server s ON s.id = g.server_id LEFT JOIN default_access d ON d.gpu_id = g.id`);
  const natural = new Intl.Collator("en", { numeric: true });
  return gpus.sort((a, b) => natural.compare(a.gpuName, b.gpuName) || a.id - b.id);
}

/** How many GPUs belong to the default set. */
export async function countDefault(): Promise<number> {
  const [row] = await sql<{ count: number }>("SELECT count(*)::int AS count FROM default_access");
  return row?.count ?? 0;
}
