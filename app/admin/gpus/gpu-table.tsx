import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { DataTable } from "@/components/ui/data-table";
import { StateChip } from "@/components/ui/state-chip";
import type { ManagedGpu } from "@/lib/gpus/queries";
import type { Queue } from "@/lib/reservations/views";

type Props = { gpus: readonly ManagedGpu[]; queues: readonly Queue[] };

/** Every GPU with what happens on it now. */
export async function GpuTable({ gpus, queues }: Props) {
  const t = await getTranslations("adminGpus");
  const words = new Map<number, string>();
  for (const { id, fault } of gpus) words.set(id, await faultWords(fault));
  const byGpu = new Map(queues.map((queue) => [queue.gpu.id, queue]));
  return (
    <DataTable
      caption={t("title")}
      rows={gpus}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t("columns.gpu"),
          cell: (gpu) => (
            <Link href={`/admin/gpus/${gpu.id}`} className="text-link">
              {t("name", { model: gpu.model, gpuName: gpu.gpuName })}
            </Link>
          ),
        },
        { label: t("columns.cuda"), cell: ({ cudaVersion }) => cudaVersion },
        { label: t("columns.maxHours"), numeric: true, cell: ({ maxHours }) => maxHours },
        {
          label: t("columns.state"),
          cell: (gpu) => {
            const { condition, holder } = byGpu.get(gpu.id) ?? { condition: "free", holder: null };
            return (
              <div className="flex flex-wrap items-center gap-x-2">
                <StateChip state={condition} />
                {gpu.fault && <span>{words.get(gpu.id)}</span>}
                {gpu.isHot && <span className="text-fault">{t("tooHot")}</span>}
                {holder && <span>{t("holder", { name: holder.name, lab: holder.lab })}</span>}
              </div>
            );
          },
        },
        {
          label: t("columns.waiting"),
          cell: ({ id }) => t("waiting", { count: byGpu.get(id)?.waiters.length ?? 0 }),
        },
        {
          label: t("columns.users"),
          cell: ({ id, users }) => (
            <Link href={`/admin/access?gpu=${id}`} className="text-link">
              {t("users", { count: users })}
            </Link>
          ),
        },
      ]}
    />
  );
}
