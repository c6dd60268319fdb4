/** Invented cards: what nvidia-smi would call them. */
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";

/** MiB of each model, as nvidia-smi tells them. */
const MEMORY: Readonly<Record<string, number>> = {
  "RTX 3090": 24_576,
  "RTX 4090": 24_564,
  "RTX 6000 Ada": 49_140,
  "A100 80GB": 81_920,
  "H100 80GB": 81_559,
};

/** The models that there are. */
export const MODELS: readonly string[] = Object.keys(MEMORY);

// Where a card is plugged in, and a UUID that no real one has.
const NAME = `
  UPDATE gpu SET pci_bus_id = format('00000000:%s1:00.0', to_hex(gpu_index % 16)),
                 uuid = 'GPU-' || overlay(md5('invented ' || id)::uuid::text PLACING '0' FROM 15)
  WHERE uuid IS NULL`;

const IDENTIFY = `
  INSERT INTO gpu_identity (gpu_id, since, gpu_index, uuid, name, pci_bus_id, driver_version,
                            pcie_link_gen_max, memory_total)
  SELECT id, $1, gpu_index, uuid, 'NVIDIA ' || model, pci_bus_id, '580.105.08', 4,
         coalesce(($2::jsonb->>model)::int, 24576)
  FROM gpu WHERE id NOT IN (SELECT gpu_id FROM gpu_identity)`;

/** Gives an identity to every GPU of the portal that has none, as if known since then. */
export async function identifyCards(tx: Transaction, since: Instant): Promise<void> {
  await tx.query(NAME);
  await tx.query(IDENTIFY, [new Date(since), JSON.stringify(MEMORY)]);
}
