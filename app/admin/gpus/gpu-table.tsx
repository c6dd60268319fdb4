import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { OutageWords } from "@/components/gpus/outages";
import { DataTable } from "@/components/ui/data-table";
import type { Query } from "@/components/ui/query";
import { sortBy } from "@/components/ui/sorting";
import { StateChip } from "@/components/ui/state-chip";
import { outagesFrom } from "@/lib/domain/outages";
import type { GpuColumn, GpuSort, ListedGpu } from "@/lib/gpus/list";
import { formatHours } from "@/lib/i18n/format";

/** Where the table can be sorted: the URL, and how it is sorted now. */
type Sorting = { readonly query: Query; readonly sort: GpuSort };

/** How a GPU stands: its state and why, who has it, what maintenance is ahead. */
async function State({ gpu }: { gpu: ListedGpu }) {
  const t = await getTranslations("adminGpus");
  const { queue, fault, isHot } = gpu;
  const { condition, holder, state, now } = queue;
  const [outage] = outagesFrom(state, now);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2">
        <StateChip state={condition} />
        {fault && <span>{await faultWords(fault)}</span>}
        {isHot && <span className="text-fault">{t("tooHot")}</span>}
        {holder && <span>{t("holder", { name: holder.name, lab: holder.lab })}</span>}
      </div>
      {outage && (
        <div className="max-w-lg text-muted">
          <OutageWords outage={outage} now={now} />
        </div>
      )}
    </>
  );
}

type Props = { gpus: readonly ListedGpu[]; sorting?: Sorting };

/** GPUs with what happens on them now. */
export async function GpuTable({ gpus, sorting }: Props) {
  const t = await getTranslations("adminGpus");
  const locale = await getLocale();
  const by = (name: GpuColumn) => sorting && sortBy(sorting.query, name, sorting.sort);
  return (
    <DataTable
      caption={t("title")}
      rows={gpus}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t("columns.gpu"),
          phone: "wide",
          sort: by("gpu"),
          cell: (gpu) => (
            <div className="md:min-w-44">
              <Link href={`/admin/gpus/${gpu.id}`} prefetch={false} className="text-link">
                {t("name", { model: gpu.model, gpuName: gpu.gpuName })}
              </Link>
            </div>
          ),
        },
        {
          label: t("columns.cuda"),
          sort: by("cuda"),
          cell: ({ cudaVersion }) => cudaVersion,
        },
        {
          label: t("columns.maxHours"),
          numeric: true,
          sort: by("maxHours"),
          cell: ({ maxHours }) => formatHours(maxHours, locale),
        },
        {
          label: t("columns.state"),
          phone: "wide",
          sort: by("state"),
          cell: (gpu) => <State gpu={gpu} />,
        },
        {
          label: t("columns.waiting"),
          sort: by("waiting"),
          cell: ({ queue }) => t("waiting", { count: queue.waiters.length }),
        },
        {
          label: t("columns.users"),
          sort: by("users"),
          cell: ({ id, users }) => (
            <Link href={`/admin/access?gpu=${id}`} prefetch={false} className="text-link">
              {t("users", { count: users })}
            </Link>
          ),
        },
      ]}
    />
  );
}
