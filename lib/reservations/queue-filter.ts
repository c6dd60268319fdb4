/** Finding a GPU among many. */
import type { GpuCondition } from "@/lib/domain/standing";
import type { Instant } from "@/lib/domain/words";
import type { Queue } from "./views";

export const CONDITIONS = [
  "free",
  "held",
  "turn",
  "fault",
  "maintenance",
  "disabled",
] as const satisfies GpuCondition[];

/** What is looked for; "" for anything, and also whatever makes no sense. */
export type QueueFilter = {
  readonly state: string;
  readonly server: string;
  readonly model: string;
  readonly search: string;
};

export const FILTER_NAMES = ["state", "server", "model", "search"] as const;

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

/** The queues that are looked for, in their order. A search finds every GPU that has all its words. */
export function filterQueues(queues: readonly Queue[], wanted: QueueFilter): Queue[] {
  const words = plain(wanted.search).split(/\s+/).filter(Boolean);
  const state = CONDITIONS.find((condition) => condition === wanted.state);
  return queues.filter(({ gpu, condition, holder }) => {
    if (state && condition !== state) return false;
    if (wanted.server && gpu.server !== wanted.server) return false;
    if (wanted.model && gpu.model !== wanted.model) return false;
    const text = plain(
      [gpu.model, gpu.gpuName, `cuda ${gpu.cudaVersion}`, holder?.name, holder?.lab].join(" "),
    );
    return words.every((word) => text.includes(word));
  });
}

/** The orders in which GPUs can be shown; the first is the usual one. */
export const ORDERS = ["soonest", "model", "server"] as const;

const natural = new Intl.Collator("en", { numeric: true });

/** The queues in an order; `startOf` says when the viewer would start, null for nobody knows. */
export function sortQueues(
  queues: readonly Queue[],
  order: string,
  startOf: (queue: Queue) => Instant | null,
): Queue[] {
  const byName = (a: Queue, b: Queue) => natural.compare(a.gpu.gpuName, b.gpu.gpuName);
  if (order === "server") return [...queues].sort(byName);
  if (order === "model") {
    return [...queues].sort((a, b) => natural.compare(a.gpu.model, b.gpu.model) || byName(a, b));
  }
  const latest = Number.MAX_SAFE_INTEGER;
  const start = (queue: Queue) => startOf(queue) ?? latest;
  return [...queues].sort((a, b) => start(a) - start(b) || byName(a, b));
}

/** What there is to choose from among these queues. */
export function filterChoices(queues: readonly Queue[]) {
  const all = (name: (queue: Queue) => string) =>
    [...new Set(queues.map(name))].sort(natural.compare);
  return {
    states: CONDITIONS.filter((state) => queues.some(({ condition }) => condition === state)),
    servers: all(({ gpu }) => gpu.server),
    models: all(({ gpu }) => gpu.model),
  };
}
