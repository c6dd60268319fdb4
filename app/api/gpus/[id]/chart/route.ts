import { id } from "@/lib/schema";
import { gpuChart } from "@/lib/stats/queries";
import { answerUser } from "@/lib/web/answer";

type Context = { params: Promise<{ id: string }> };

/** What the charts of a GPU show; one that whoever asks does not see is not there. */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answerUser(async (viewer) => {
    const gpuId = id.safeParse((await params).id);
    return gpuId.success ? gpuChart(viewer, gpuId.data) : null;
  });
}
