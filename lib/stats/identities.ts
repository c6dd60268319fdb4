/** What cards say of themselves, and since when. */
import type { Transaction } from "@/lib/db";
import type { Line } from "./report/parse";

/** A line about a GPU of the portal, at a time that counts. */
export type GpuLine = { readonly gpuId: number; readonly at: number; readonly line: Line };

const IDENTITY = [
  "gpu_index",
  "uuid",
  "name",
  "pci_bus_id",
  "driver_version",
  "pcie_link_gen_max",
  "memory_total",
] as const;
const each = (write: (column: string) => string) => IDENTITY.map(write).join(", ");

// What a line does not tell is as it was: not every report has every column.
const KEEP = `
  INSERT INTO gpu_identity (gpu_id, since, ${IDENTITY.join(", ")})
  SELECT g.gpu_id, to_timestamp(g.ms / 1000), ${each((c) => `coalesce(g.${c}, known.${c})`)}
  FROM jsonb_to_recordset($1) AS g(
    gpu_id int, ms float8, gpu_index int, uuid text, name text, pci_bus_id text,
    driver_version text, pcie_link_gen_max smallint, memory_total real)
  LEFT JOIN LATERAL (
    SELECT * FROM gpu_identity i WHERE i.gpu_id = g.gpu_id AND i.since <= to_timestamp(g.ms / 1000)
    ORDER BY i.since DESC LIMIT 1
  ) known ON true
  WHERE (${each((c) => `coalesce(g.${c}, known.${c})`)})
    IS DISTINCT FROM (${each((c) => `known.${c}`)})
  ON CONFLICT DO NOTHING`;

// Only from what is newer than all that is known: what comes late does not move a card back.
// In the order of the ids, as whoever locks several GPUs does.
const LEARN = `
  UPDATE gpu g SET uuid = told.uuid, pci_bus_id = told.pci_bus_id
  FROM (
    SELECT k.id, coalesce(k.uuid, card.uuid) AS uuid, coalesce(card.pci_bus_id, k.pci_bus_id) AS pci_bus_id
    FROM gpu k
    JOIN jsonb_to_recordset($1) AS card(gpu_id int, ms float8, uuid text, pci_bus_id text)
      ON card.gpu_id = k.id
    WHERE (k.uuid, k.pci_bus_id) IS DISTINCT FROM
          (coalesce(k.uuid, card.uuid), coalesce(card.pci_bus_id, k.pci_bus_id))
      AND NOT EXISTS (
        SELECT FROM gpu_reading r WHERE r.gpu_id = k.id AND r.at > to_timestamp(card.ms / 1000))
    ORDER BY k.id FOR NO KEY UPDATE OF k
  ) told
  WHERE g.id = told.id`;

const identityOf = ({ gpuId, at, line }: GpuLine) => ({
  gpu_id: gpuId,
  ms: at,
  gpu_index: line.index,
  uuid: line.uuid,
  name: line.name,
  pci_bus_id: line.pciBusId,
  driver_version: line.driverVersion,
  pcie_link_gen_max: line.pcieLinkGenMax,
  memory_total: line.memoryTotal,
});

type Identity = ReturnType<typeof identityOf>;

/** What a line tells that the card did not say before. */
const newsIn = (told: Identity, before: Identity | undefined): Partial<Identity> =>
  Object.fromEntries(
    Object.entries(told).filter(
      ([key, value]) => key !== "ms" && value !== null && value !== before?.[key as keyof Identity],
    ),
  );

/** The lines in which a card says something else of itself than in those before, by time. */
function turningPoints(lines: readonly GpuLine[]): Identity[] {
  const known = new Map<number, Identity>();
  return lines
    .toSorted((a, b) => a.at - b.at)
    .flatMap((line) => {
      const told = identityOf(line);
      const before = known.get(line.gpuId);
      const news = newsIn(told, before);
      if (Object.keys(news).length === 0) return [];
      const now = { ...told, ...before, ...news, ms: told.ms };
      known.set(line.gpuId, now);
      return [now];
    });
}

/**
 * Keeps what is new of what cards say of themselves. Before their samples are stored: the newest
 * reading tells what came late.
 */
export async function keepIdentities(tx: Transaction, lines: readonly GpuLine[]): Promise<void> {
  const told = turningPoints(lines);
  await tx.query(KEEP, [JSON.stringify(told)]);
  const newest = new Map(told.map((each) => [each.gpu_id, each]));
  await tx.query(LEARN, [JSON.stringify([...newest.values()])]);
}
