import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { StatusChip } from "@/components/reservations/status-chip";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import type { Viewer } from "@/lib/domain/permissions";
import { liveReservationsOf } from "@/lib/reservations/live";
import { visibleQueues } from "@/lib/reservations/queries";
import { Section } from "./section";

type Props = { account: AccountDetails; viewer: Viewer };

/** What somebody waits for and uses, and what they may expect. */
export async function LiveSection({ account, viewer }: Props) {
  const live = liveReservationsOf(await visibleQueues(viewer), account.id);
  const t = await getTranslations("adminAccounts.detail");
  const words = await getTranslations("reservation");
  if (live.length === 0) {
    return (
      <Section id="live" title={t("live")}>
        <p className="text-muted">{t("liveNone")}</p>
      </Section>
    );
  }
  const search = new URLSearchParams({ search: account.username });
  return (
    <Section id="live" title={t("live")}>
      <DataTable
        caption={t("live")}
        rows={live}
        rowKey={({ id }) => id}
        columns={[
          {
            label: "GPU",
            cell: ({ id, gpu }) => (
              <Link href={`/reservations/${id}`} prefetch={false} className="text-link">
                {gpu.model} {gpu.gpuName}
              </Link>
            ),
          },
          { label: t("state"), cell: ({ status }) => <StatusChip status={status} /> },
          {
            label: t("place"),
            cell: ({ expectation }) =>
              expectation ? words("place", { place: expectation.place }) : "–",
          },
          {
            label: t("expected"),
            cell: ({ expectation }) => <LocalTime at={expectation?.startsAt ?? null} absolute />,
          },
          { label: t("until"), cell: ({ deadline }) => <LocalTime at={deadline} absolute /> },
        ]}
      />
      <p>
        <Link href={`/admin/reservations?${search}`} className="text-link">
          {t("liveAct")}
        </Link>
      </p>
    </Section>
  );
}
