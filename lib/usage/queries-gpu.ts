import { now as timeNow } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Viewer } from "@/lib/domain/permissions";
import { NO_USAGE, type Usage } from "@/lib/domain/usage";
import type { Instant } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { counted, type Parameters } from "./counted";

/**
 * What a GPU was used from an instant until now, counted as the usage page counts it; nothing of
 * one that the viewer does not see.
 */
export async function usageOfGpu(viewer: Viewer, gpuId: number, from: Instant): Promise<Usage> {
  const bounds = [new Date(from), await timeNow()];
  const interval = settings().AGGREGATION_INTERVAL_MINUTES * 60;
  const parameters: Parameters = [
    viewer.id,
    viewer.isAdmin,
    gpuId,
    null,
    null,
    bounds,
    interval,
    [""],
  ];
  const rows = await sql<Usage & { key: string | null }>(counted("gpu"), [...parameters]);
  const { key: _gpu, ...usage } = rows.find(({ key }) => key !== null) ?? { key: "", ...NO_USAGE };
  return usage;
}
