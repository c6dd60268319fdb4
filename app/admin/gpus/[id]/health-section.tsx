import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { faultWords } from "@/components/gpus/fault-words";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { PastIncident } from "@/lib/agents/queries";
import type { Identity } from "@/lib/agents/queries-identity";
import type { ManagedGpu } from "@/lib/gpus/queries";
import { formatBytes, NO_DATA } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { IncidentTable } from "../../servers/[id]/incident-table";

const MIB = 1024 ** 2;

/** Who the card says it is. */
async function IdentityFacts({ identities }: { identities: readonly Identity[] }) {
  const t = await getTranslations("adminGpus.page");
  const { locale } = await timeView();
  const [card, ...earlier] = identities;
  if (!card) return <p className="text-muted">{t("noIdentity")}</p>;
  const { memoryTotal, pcieLinkGenMax } = card;
  const facts: [label: string, value: ReactNode][] = [
    [t("name"), card.name ?? NO_DATA],
    [t("uuid"), <code key="uuid">{card.uuid ?? NO_DATA}</code>],
    [t("bus"), <code key="bus">{card.pciBusId ?? NO_DATA}</code>],
    [t("driver"), card.driverVersion ?? NO_DATA],
    [t("memory"), formatBytes(memoryTotal === null ? null : memoryTotal * MIB, locale)],
    [t("pcie"), pcieLinkGenMax === null ? NO_DATA : t("generation", { number: pcieLinkGenMax })],
    [t("since"), <LocalTime key="since" at={card.since} absolute />],
  ];
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
        {facts.map(([label, value]) => (
          <div key={label} className="flex min-w-0 gap-2">
            <dt className="shrink-0 text-muted">{label}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {earlier.length > 0 && (
        <p className="text-muted text-sm">{t("earlier", { count: earlier.length })}</p>
      )}
    </>
  );
}

type Props = {
  gpu: ManagedGpu;
  identities: readonly Identity[];
  incidents: readonly PastIncident[];
};

/** Whether the card is well, who it is, and what was wrong with it. */
export async function HealthSection({ gpu, identities, incidents }: Props) {
  const t = await getTranslations("adminGpus");
  return (
    <>
      <section aria-labelledby="health" className="grid gap-3">
        <h2 id="health" className="font-semibold text-lg">
          {t("page.health")}
        </h2>
        {gpu.fault && (
          <Notice tone="error">{t("faulty", { fault: await faultWords(gpu.fault) })}</Notice>
        )}
        {gpu.isHot && <Notice tone="warning">{t("tooHot")}</Notice>}
        {!gpu.fault && !gpu.isHot && <p>{t("page.well")}</p>}
        <IdentityFacts identities={identities} />
      </section>
      <IncidentTable incidents={incidents} />
    </>
  );
}
