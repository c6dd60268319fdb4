/** The floor of every way to write samples: COPY of the same rows into the same table. */
import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import type { Transaction } from "../../lib/db";
import type { Sample } from "../../lib/stats/store";

const COPY = `
  COPY gpu_sample (gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory, memory_free,
                   memory_used, pstate, pcie_link_gen_current) FROM STDIN`;

/** What COPY reads: made before, so that it is not measured. */
export const copyText = (samples: readonly Sample[]): string =>
  samples
    .map((sample) =>
      [
        sample.gpuId,
        new Date(sample.at).toISOString(),
        sample.temperature,
        sample.load,
        sample.memoryLoad,
        sample.memoryFree,
        sample.memoryUsed,
        sample.pstate,
        sample.pcieLinkGen,
      ].map((value) => value ?? "\\N"),
    )
    .map((cells) => `${cells.join("\t")}\n`)
    .join("");

/** Copies in one transaction of its own: committed when it returns. */
export async function copySamples(client: Transaction, text: string): Promise<void> {
  const stream = client.query(copyFrom(COPY));
  stream.end(text);
  await once(stream, "finish");
}
