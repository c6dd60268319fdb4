import { getTranslations } from "next-intl/server";
import { gpuFiltersSchema, matchingGpus } from "@/lib/gpus/list";
import { listGpus } from "@/lib/gpus/queries";
import { timeView } from "@/lib/i18n/time-view";
import { wallClockOf } from "@/lib/i18n/wall-clock";
import { visibleQueues } from "@/lib/reservations/queries";
import { answerWithFile, tableFile } from "@/lib/web/file";

/** The list of GPUs as a file, all of its pages, with the same filters in the URL. */
export function GET(request: Request): Promise<Response> {
  return answerWithFile(request, async (query, viewer) => {
    const [gpus, queues] = await Promise.all([listGpus(), visibleQueues(viewer)]);
    const rows = matchingGpus(gpus, queues, gpuFiltersSchema.parse(query));
    const t = await getTranslations("adminGpus.file");
    const common = await getTranslations("common");
    const { timeZone } = await timeView();
    return tableFile("gpusched-gpus", rows, [
      [t("gpu"), ({ gpuName }) => gpuName],
      [t("server"), ({ server }) => server],
      [t("index"), ({ index }) => index],
      [t("model"), ({ model }) => model],
      [t("cuda"), ({ cudaVersion }) => cudaVersion],
      [t("maxHours"), ({ maxHours }) => maxHours],
      [t("state"), ({ queue }) => common(`state.${queue.condition}`)],
      [t("fault"), ({ fault }) => fault],
      [t("holder"), ({ queue }) => queue.holder?.name ?? null],
      [
        t("until"),
        ({ queue: { holder } }) => holder && wallClockOf(holder.until, timeZone).replace("T", " "),
      ],
      [t("waiting"), ({ queue }) => queue.waiters.length],
      [t("users"), ({ users }) => users],
      [t("uuid"), ({ uuid }) => uuid],
    ]);
  });
}
