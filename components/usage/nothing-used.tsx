import { useTranslations } from "next-intl";
import type { UsageReport } from "@/lib/usage/views";
import { EmptyState } from "../ui/empty-state";

/** Why there is nothing to show. */
export function NothingUsed({ report }: { report: UsageReport }) {
  const t = useTranslations("usage.empty");
  const { gpus, period, by } = report;
  if (gpus.length === 0) return <EmptyState title={t("noGpu")}>{t("noGpuHelp")}</EmptyState>;
  if (period.to <= period.from) {
    return <EmptyState title={t("notBegun")}>{t("notBegunHelp")}</EmptyState>;
  }
  const isOfPeople = by === "user" || by === "lab";
  return <EmptyState title={t(isOfPeople ? "nobody" : "nothing")}>{t("fewerFilters")}</EmptyState>;
}
