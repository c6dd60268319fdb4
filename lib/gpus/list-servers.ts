/** The list of servers as administrators search, filter and sort it. Pure; queries read. */
import { z } from "zod";
import type { AgentState, FoundCard, ServerDetails } from "@/lib/agents/queries";
import { pageNumber, searched, urlQuery } from "@/lib/schema";
import type { Server } from "./queries";

/** From what needs somebody to what is well. */
export const AGENT_STATES = [
  "silent",
  "troubled",
  "expected",
  "none",
  "reporting",
] as const satisfies AgentState[];

const COLUMNS = ["name", "gpus", "agent"] as const;
export type ServerColumn = (typeof COLUMNS)[number];
export type ServerSort = "" | ServerColumn | `-${ServerColumn}`;
const SORTS = ["", ...COLUMNS, ...COLUMNS.map((name) => `-${name}` as const)] as const;

/** The list's part of the URL. Whatever makes no sense there is not there. */
export const serverFiltersSchema = urlQuery({
  search: searched,
  agent: z.enum(["", ...AGENT_STATES]).catch(""),
  /** A leading "-" means descending; "" is by name. */
  sort: z.enum(SORTS).catch(""),
  page: pageNumber,
});
export type ServerFilters = z.output<typeof serverFiltersSchema>;

/** A server with how its agent is, and how many of its cards are no GPUs yet. */
export type ListedServer = Server & { readonly agent: AgentState; readonly found: number };

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const ORDERS: Readonly<Record<ServerColumn, (a: ListedServer, b: ListedServer) => number>> = {
  name: (a, b) => natural.compare(a.name, b.name),
  gpus: (a, b) => a.gpus - b.gpus,
  agent: (a, b) => AGENT_STATES.indexOf(a.agent) - AGENT_STATES.indexOf(b.agent),
};

/** The servers that match, in their order. */
export function matchingServers(
  servers: readonly Server[],
  agents: ReadonlyMap<number, ServerDetails>,
  cards: readonly FoundCard[],
  { search, agent, sort }: ServerFilters,
): ListedServer[] {
  const found = new Map<number, number>();
  for (const { serverId } of cards) found.set(serverId, (found.get(serverId) ?? 0) + 1);
  const listed = servers
    .map((server) => ({
      ...server,
      agent: agents.get(server.id)?.agent ?? "none",
      found: found.get(server.id) ?? 0,
    }))
    .filter((server) => server.name.toLowerCase().includes(search.toLowerCase()))
    .filter((server) => agent === "" || server.agent === agent);
  const order = ORDERS[(sort.replace("-", "") || "name") as ServerColumn];
  const sign = sort.startsWith("-") ? -1 : 1;
  return listed.sort((a, b) => sign * order(a, b) || natural.compare(a.name, b.name));
}
