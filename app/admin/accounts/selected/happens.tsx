import { useTranslations } from "next-intl";
import type { SelectedAccount } from "@/lib/accounts/queries-selected";

type Deed = "approve" | "disable";

/** Whether anything happens to an account. */
export function isDecided({ id, status }: SelectedAccount, deed: Deed, viewerId: number): boolean {
  return deed === "approve" ? status === "PENDING" : status !== "DISABLED" && id !== viewerId;
}

type Props = { account: SelectedAccount; deed: Deed; viewerId: number };

/** What happens to an account that is approved or disabled. */
export function Happens({ account, deed, viewerId }: Props) {
  const t = useTranslations("adminAccounts.selected");
  const { id, status, turns, uses, waiting } = account;
  if (deed === "approve") {
    if (status === "DISABLED") return t("disabledSince");
    return t(status === "PENDING" ? "approved" : "already");
  }
  if (id === viewerId) return t("yourself");
  if (status === "DISABLED") return t("already");
  return (
    <ul className="grid gap-1">
      <li>{t("shutOut")}</li>
      {turns.length > 0 && <li>{t("turn", { gpus: turns.join(", ") })}</li>}
      {waiting > 0 && <li>{t("waiting", { count: waiting })}</li>}
      {uses.length > 0 && <li>{t("running", { gpus: uses.join(", ") })}</li>}
    </ul>
  );
}
