import { receiveReport } from "@/lib/stats/commands-receive";
import { clientAddress } from "@/lib/web/address";

/** Where the agents on the servers send what nvidia-smi tells. */
export async function POST(request: Request): Promise<Response> {
  return receiveReport(request, (await clientAddress()) ?? "unknown");
}
