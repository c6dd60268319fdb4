/** The list of GPUs as administrators search, filter and sort it. Pure; lib/gpus/queries.ts reads. */
import { z } from "zod";
import type { GpuCondition } from "@/lib/domain/standing";
import type { Queue } from "@/lib/reservations/views";
import { pageNumber, searched, urlQuery } from "@/lib/schema";
import type { ManagedGpu } from "./queries";

export const GPU_STATES = [
  "free",
  "held",
  "turn",
  "fault",
  "maintenance",
  "disabled",
] as const satisfies GpuCondition[];

const COLUMNS = ["gpu", "model", "cuda", "maxHours", "state", "waiting", "users"] as const;
export type GpuColumn = (typeof COLUMNS)[number];
export type GpuSort = "" | GpuColumn | `-${GpuColumn}`;
const SORTS = ["", ...COLUMNS, ...COLUMNS.map((name) => `-${name}` as const)] as const;

/** The list's part of the URL. Whatever makes no sense there is not there. */
export const gpuFiltersSchema = urlQuery({
  search: searched,
  server: searched,
  model: searched,
  state: z.enum(["", ...GPU_STATES, "hot"]).catch(""),
  /** A leading "-" means descending; "" is by server and number. */
  sort: z.enum(SORTS).catch(""),
  page: pageNumber,
});
export type GpuFilters = z.output<typeof gpuFiltersSchema>;

/** A GPU with what happens on it. */
export type ListedGpu = ManagedGpu & { readonly queue: Queue };

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const ORDERS: Readonly<Record<GpuColumn, (a: ListedGpu, b: ListedGpu) => number>> = {
  gpu: (a, b) => natural.compare(a.gpuName, b.gpuName),
  model: (a, b) => natural.compare(a.model, b.model),
  cuda: (a, b) => natural.compare(a.cudaVersion, b.cudaVersion),
  maxHours: (a, b) => a.maxHours - b.maxHours,
  state: (a, b) => GPU_STATES.indexOf(a.queue.condition) - GPU_STATES.indexOf(b.queue.condition),
  waiting: (a, b) => a.queue.waiters.length - b.queue.waiters.length,
  users: (a, b) => a.users - b.users,
};

function matches(gpu: ListedGpu, { search, server, model, state }: GpuFilters): boolean {
  const { holder, condition } = gpu.queue;
  const text = [gpu.gpuName, gpu.model, holder?.name, holder?.lab].join("\n").toLowerCase();
  return (
    text.includes(search.toLowerCase()) &&
    (server === "" || gpu.server === server) &&
    (model === "" || gpu.model === model) &&
    (state === "" || (state === "hot" ? gpu.isHot : condition === state))
  );
}

/** The GPUs that match, in their order. */
export function matchingGpus(
  gpus: readonly ManagedGpu[],
  queues: readonly Queue[],
  filters: GpuFilters,
): ListedGpu[] {
  const byGpu = new Map(queues.map((queue) => [queue.gpu.id, queue]));
  const listed = gpus.flatMap((gpu): ListedGpu[] => {
    const queue = byGpu.get(gpu.id);
    return queue ? [{ ...gpu, queue }] : [];
  });
  const found = listed.filter((gpu) => matches(gpu, filters));
  if (filters.sort === "") return found;
  const order = ORDERS[filters.sort.replace("-", "") as GpuColumn];
  const sign = filters.sort.startsWith("-") ? -1 : 1;
  return found.sort((a, b) => sign * order(a, b) || natural.compare(a.gpuName, b.gpuName));
}

const PAGE_SIZE = 50;

/** One page of a list; one beyond the last is the last. */
export function pageOf<Row>(rows: readonly Row[], wanted: number) {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = Math.min(wanted, pages);
  return { rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), page, pages };
}
