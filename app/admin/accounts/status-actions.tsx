import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import { approve, disable, enable } from "./actions";

type Props = { account: AccountDetails; isYourself: boolean };

/** What can be done about an account's status: approve or enable at one click, disable after a question. */
export function StatusActions({ account, isYourself }: Props) {
  const t = useTranslations("adminAccounts");
  const common = useTranslations("common");
  const { id, name, status } = account;
  return (
    <div className="flex gap-2">
      {status === "PENDING" && (
        <Form action={approve} className="grid gap-2">
          <input type="hidden" name="id" value={id} />
          <SubmitButton className="btn-primary btn-sm nowrap" aria-label={t("approveOf", { name })}>
            {t("approve")}
          </SubmitButton>
        </Form>
      )}
      {status === "DISABLED" && (
        <Form action={enable} className="grid gap-2">
          <input type="hidden" name="id" value={id} />
          <SubmitButton className="btn-sm nowrap" aria-label={t("enableOf", { name })}>
            {t("enable")}
          </SubmitButton>
        </Form>
      )}
      {status !== "DISABLED" && !isYourself && (
        <ConfirmDialog
          action={disable}
          trigger={
            <>
              {t("disable")}
              <span className="sr-only">: {name}</span>
            </>
          }
          title={t("disableQuestion", { name })}
          confirm={t("disableConfirm")}
          cancel={common("cancel")}
          danger
        >
          <input type="hidden" name="id" value={id} />
          <p>{t("disableConsequences")}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
