import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { StateSign } from "@/components/ui/state-chip";
import type { PastIncident } from "@/lib/agents/queries";

/** What happened, in words. */
async function What({ incident: { kind, detail } }: { incident: PastIncident }) {
  const t = await getTranslations("adminServer.incidents.kind");
  if (kind === "fault") return t("fault", { fault: await faultWords(detail) });
  return t(kind, { temperature: detail || "–" });
}

/** What is and was wrong with a server and its cards. */
export async function IncidentTable({ incidents }: { incidents: readonly PastIncident[] }) {
  const t = await getTranslations("adminServer.incidents");
  return (
    <section>
      <h2 className="pb-3 font-semibold text-lg">{t("title")}</h2>
      {incidents.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <DataTable
          caption={t("title")}
          rows={incidents}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t("what"),
              cell: (incident) => (
                <span className="inline-flex items-center gap-2">
                  {incident.endedAt === null && (
                    <StateSign state="fault" className="size-2.5 text-fault" />
                  )}
                  <What incident={incident} />
                </span>
              ),
            },
            {
              label: t("gpu"),
              cell: ({ gpu }) =>
                gpu && (
                  <Link href={`/admin/gpus/${gpu.id}`} prefetch={false} className="text-link">
                    {t("name", { model: gpu.model, gpuName: gpu.gpuName })}
                  </Link>
                ),
            },
            { label: t("began"), cell: ({ beganAt }) => <LocalTime at={beganAt} absolute /> },
            {
              label: t("ended"),
              cell: ({ endedAt }) =>
                endedAt === null ? t("goesOn") : <LocalTime at={endedAt} absolute />,
            },
          ]}
        />
      )}
    </section>
  );
}
