import Link from "next/link";
import { useTranslations } from "next-intl";
import type { UsageReport } from "@/lib/usage/views";
import { EmptyState } from "../ui/empty-state";

type Props = { report: UsageReport; isAdmin: boolean };

/** Why there is nothing to show. */
export function NothingUsed({ report, isAdmin }: Props) {
  const t = useTranslations("usage.empty");
  const { gpus, period, by } = report;
  if (gpus.length === 0 && isAdmin) {
    const add = (
      <Link href="/admin/gpus/new" className="btn btn-primary">
        {t("addGpu")}
      </Link>
    );
    return (
      <EmptyState title={t("noGpuYet")} action={add}>
        {t("noGpuYetHelp")}
      </EmptyState>
    );
  }
  if (gpus.length === 0) return <EmptyState title={t("noGpu")}>{t("noGpuHelp")}</EmptyState>;
  if (period.to <= period.from) {
    return <EmptyState title={t("notBegun")}>{t("notBegunHelp")}</EmptyState>;
  }
  const isOfPeople = by === "user" || by === "lab";
  return <EmptyState title={t(isOfPeople ? "nobody" : "nothing")}>{t("fewerFilters")}</EmptyState>;
}
