/** Who computes on which card, as the agent looks it up now and then. */
import { textIn } from "./cells";
import { READERS } from "./columns";

export type Process = {
  /** The card's UUID. */
  readonly uuid: string;
  readonly pid: number;
  /** The operating system's name of its owner; null when it was gone already. */
  readonly user: string | null;
  /** MiB */
  readonly memoryUsed: number | null;
};

/** gpu_uuid, pid, used_gpu_memory, user */
export function processIn(cells: readonly string[]): Process | null {
  const [card = "", id = "", memory = "", owner = ""] = cells;
  // A slice of a card (MIG) names its card in older drivers.
  const uuid = READERS.uuid(card.replace(/^MIG-(GPU-[\w-]+).*$/s, "$1"));
  const pid = /^\d{1,9}$/.test(id) ? Number(id) : undefined;
  const memoryUsed = READERS.memoryUsed(memory);
  const user = textIn(owner, 60);
  if (!uuid || pid === undefined || memoryUsed === undefined || user === undefined) return null;
  return { uuid, pid, user, memoryUsed };
}

export const isProcessHeader = (cells: readonly string[]): boolean => cells[0] === "gpu_uuid";
