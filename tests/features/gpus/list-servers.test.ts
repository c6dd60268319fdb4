import { describe, expect, it } from "vitest";
import { agentsByServer, foundCards } from "@/lib/agents/queries";
import { sql } from "@/lib/db";
import { matchingServers, serverFiltersSchema } from "@/lib/gpus/list-servers";
import { listServers } from "@/lib/gpus/queries";
import { line, makeServer, report } from "../../support/agents";
import { stopTime } from "../../support/engine";
import { makeGpu } from "../../support/people";

stopTime();

/** The ids that the page lists for a URL. */
async function listed(query: Record<string, unknown>): Promise<number[]> {
  const [servers, agents, cards] = await Promise.all([
    listServers(),
    agentsByServer(),
    foundCards(),
  ]);
  const filters = serverFiltersSchema.parse(query);
  return matchingServers(servers, agents, cards, filters).map(({ id }) => id);
}

describe("the list of servers", () => {
  it("finds by name and by how the agent is, and sorts", async () => {
    const gpu = await makeGpu();
    const [row] = await sql("SELECT server_id AS id FROM gpu WHERE id = $1", [gpu]);
    const quiet: number = row?.id;
    const { serverId: heard } = await makeServer();
    const now = Date.now();
    await report(heard, now, line(now, 0, { uuid: "GPU-nobody-knows-it" }));
    await sql("UPDATE server SET name = 'Node-10' WHERE id = $1", [heard]);
    await sql("UPDATE server SET name = 'node-9' WHERE id = $1", [quiet]);
    expect(await listed({})).toEqual([quiet, heard]);
    expect(await listed({ sort: "-name" })).toEqual([heard, quiet]);
    expect(await listed({ sort: "-gpus" })).toEqual([quiet, heard]);
    expect(await listed({ search: "NODE-1" })).toEqual([heard]);
    expect(await listed({ agent: "none" })).toEqual([quiet]);
    expect(await listed({ search: "nothing" })).toEqual([]);
    expect(await listed({ sort: "constructor", agent: ["x"], page: "-1" })).toEqual([quiet, heard]);
  });
});
