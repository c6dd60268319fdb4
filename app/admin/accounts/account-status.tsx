import { useTranslations } from "next-intl";
import { type GpuState, StateChip } from "@/components/ui/state-chip";
import type { AccountStatus } from "@/lib/domain/words";

/** The portal's signs, in their meaning: go, somebody must act, off. */
const SIGNS: Readonly<Record<AccountStatus, GpuState>> = {
  ACTIVE: "free",
  PENDING: "turn",
  DISABLED: "disabled",
};

export function AccountStatusChip({ status }: { status: AccountStatus }) {
  const t = useTranslations("adminAccounts.status");
  return <StateChip state={SIGNS[status]}>{t(status)}</StateChip>;
}
