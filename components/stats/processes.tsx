import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { formatBytes, NO_DATA } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Computing } from "@/lib/stats/views";

const MIB = 1024 ** 2;

/** Which processes compute on a GPU, and whose they are on its server. */
export async function Processes({ computing: { at, list } }: { computing: Computing }) {
  const t = await getTranslations("stats.processes");
  const { locale } = await timeView();
  return (
    <section aria-labelledby="processes" className="mt-10">
      <h2 id="processes" className="font-semibold text-lg">
        {t("title")}
      </h2>
      <p className="mb-3 text-muted text-sm">
        {t.rich(list.length === 0 ? "none" : "help", { time: () => <LocalTime at={at} /> })}
      </p>
      {list.length > 0 && (
        <DataTable
          caption={t("title")}
          rows={list}
          rowKey={({ pid }) => pid}
          columns={[
            { label: t("pid"), cell: ({ pid }) => pid },
            { label: t("user"), cell: ({ user }) => user ?? NO_DATA },
            {
              label: t("memory"),
              numeric: true,
              cell: ({ memoryUsed }) =>
                formatBytes(memoryUsed === null ? null : memoryUsed * MIB, locale),
            },
          ]}
        />
      )}
    </section>
  );
}
