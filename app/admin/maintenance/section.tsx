import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { StateChip } from "@/components/ui/state-chip";
import type { Subject } from "@/lib/maintenance/schema";
import type { MaintenanceEntry } from "@/lib/maintenance/views";
import { bringBackFromMaintenance } from "./actions";

async function BringBack({ entry: { id, name, state } }: { entry: MaintenanceEntry }) {
  const t = await getTranslations("adminMaintenance");
  const word = state === "now" ? "bringBack" : "callOff";
  return (
    <ConfirmDialog
      action={bringBackFromMaintenance}
      trigger={
        <>
          {t(word)}
          <span className="sr-only">: {name}</span>
        </>
      }
      triggerClassName="btn-sm nowrap"
      title={t(`${word}Question`, { name })}
      confirm={t(word)}
      cancel={t("keep")}
    >
      <input type="hidden" name="id" value={id} />
      <p>{t(`${word}Consequence`)}</p>
    </ConfirmDialog>
  );
}

const SIGNS = {
  now: "maintenance",
  ahead: "turn",
  past: "disabled",
  "called-off": "disabled",
} as const;

type Props = { subject: Subject; entries: readonly MaintenanceEntry[] };

/** Maintenance that goes on, is planned, or was; with the ways to plan it and to bring back. */
export async function MaintenanceSection({ subject, entries }: Props) {
  const t = await getTranslations("adminMaintenance");
  return (
    <section aria-labelledby="maintenance">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <h2 id="maintenance" className="scroll-mt-24 font-semibold text-lg">
          {t("title")}
        </h2>
        <Link
          href={`/admin/maintenance/new?of=${subject.of}&id=${subject.id}`}
          className="btn btn-sm"
          prefetch={false}
        >
          {t("takeOut")}
        </Link>
      </div>
      {entries.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <DataTable
          caption={t("title")}
          rows={entries}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t("columns.state"),
              cell: ({ state }) => (
                <StateChip state={SIGNS[state]}>{t(`state.${state}`)}</StateChip>
              ),
            },
            {
              label: t("columns.what"),
              cell: (entry) => (
                <>
                  {entry.name}
                  {entry.subject.of === "server" && <div className="text-muted">{t("whole")}</div>}
                </>
              ),
            },
            { label: t("columns.from"), cell: ({ from }) => <LocalTime at={from} absolute /> },
            {
              label: t("columns.until"),
              cell: ({ until }) =>
                until === null ? t("untilBack") : <LocalTime at={until} absolute />,
            },
            { label: t("columns.reason"), cell: ({ reason }) => reason },
            { label: t("columns.by"), cell: ({ madeBy }) => madeBy },
            {
              label: t("columns.actions"),
              cell: (entry) =>
                (entry.state === "now" || entry.state === "ahead") && (
                  <div className="flex flex-wrap gap-2">
                    <BringBack entry={entry} />
                    <Link
                      href={`/admin/maintenance/${entry.id}`}
                      prefetch={false}
                      className="btn btn-sm"
                    >
                      {t("change")}
                    </Link>
                  </div>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
