import { getTranslations } from "next-intl/server";
import { agentsByServer, foundCards } from "@/lib/agents/queries";
import { matchingServers, serverFiltersSchema } from "@/lib/gpus/list-servers";
import { listServers } from "@/lib/gpus/queries";
import { answerWithFile, tableFile } from "@/lib/web/file";

/** The list of servers as a file, all of its pages, with the same filters in the URL. */
export function GET(request: Request): Promise<Response> {
  return answerWithFile(request, async (query) => {
    const [servers, agents, cards] = await Promise.all([
      listServers(),
      agentsByServer(),
      foundCards(),
    ]);
    const rows = matchingServers(servers, agents, cards, serverFiltersSchema.parse(query));
    const t = await getTranslations("adminGpus.servers");
    const states = await getTranslations("adminServer.agent.chip");
    return tableFile("gpusched-servers", rows, [
      [t("name"), ({ name }) => name],
      [t("gpus"), ({ gpus }) => gpus],
      [t("agent"), ({ agent }) => states(agent)],
      [t("foundCards"), ({ found }) => found],
    ]);
  });
}
