/** Who a card says it is, and was. */
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";

export type Identity = {
  /** Null when nobody knows. */
  readonly since: Instant | null;
  readonly name: string | null;
  readonly uuid: string | null;
  readonly pciBusId: string | null;
  readonly driverVersion: string | null;
  readonly pcieLinkGenMax: number | null;
  /** MiB */
  readonly memoryTotal: number | null;
};

const MOST = 10;

/** What a GPU's card told of itself, the newest first. */
export function identitiesOf(gpuId: number): Promise<Identity[]> {
  return sql<Identity>(
    `SELECT CASE WHEN isfinite(since) THEN extract(epoch FROM since)::float8 * 1000 END AS since,
            name, uuid,
            pci_bus_id AS "pciBusId", driver_version AS "driverVersion",
            pcie_link_gen_max AS "pcieLinkGenMax", memory_total AS "memoryTotal"
     FROM gpu_identity WHERE gpu_id = $1 ORDER BY gpu_identity.since DESC LIMIT ${MOST}`,
    [gpuId],
  );
}
