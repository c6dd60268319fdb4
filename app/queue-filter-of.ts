import { parameter, type Query } from "@/components/ui/query";
import type { QueueFilter } from "@/lib/reservations/queue-filter";

/** Which GPUs the URL of a page asks for. */
export const queueFilterOf = (query: Query): QueueFilter => ({
  state: parameter(query, "state"),
  server: parameter(query, "server"),
  model: parameter(query, "model"),
  search: parameter(query, "search").slice(0, 200),
});
