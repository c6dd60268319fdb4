import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { ProblemSummary } from "@/lib/agents/queries";

/** Lines of the last week's reports that were not taken, and why. */
export async function ProblemTable({ problems }: { problems: readonly ProblemSummary[] }) {
  const t = await getTranslations("adminServer.problems");
  return (
    <section>
      <h2 className="font-semibold text-lg">{t("title")}</h2>
      <p className="max-w-prose pb-3 text-muted">{t("help")}</p>
      <DataTable
        caption={t("title")}
        rows={problems}
        rowKey={({ kind }) => kind}
        columns={[
          { label: t("why"), cell: ({ kind }) => t(`kind.${kind}`) },
          { label: t("lines"), numeric: true, cell: ({ lines }) => lines },
          { label: t("last"), cell: ({ lastAt }) => <LocalTime at={lastAt} absolute /> },
          {
            label: t("example"),
            cell: ({ example }) => <code className="break-all">{example}</code>,
          },
        ]}
      />
    </section>
  );
}
