import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import { approve, disable, enable } from "./actions";

type Props = {
  account: AccountDetails;
  isYourself: boolean;
  /** How many GPUs belong to the default access, which approving then offers. */
  defaultGpus: number;
};

/**
 * What can be done about an account's status: enable at one click, disable after a question;
 * approve at one click too, unless there is a default access to ask about.
 */
export function StatusActions({ account, isYourself, defaultGpus }: Props) {
  const t = useTranslations("adminAccounts");
  const common = useTranslations("common");
  const { id, name, status } = account;
  return (
    <div className="flex gap-2">
      {status === "PENDING" && defaultGpus > 0 && (
        <ConfirmDialog
          action={approve}
          trigger={
            <>
              {t("approve")}
              <span className="sr-only">: {name}</span>
            </>
          }
          triggerClassName="btn-primary btn-sm nowrap"
          title={t("approveQuestion", { name })}
          confirm={t("approveConfirm")}
          cancel={common("cancel")}
        >
          <input type="hidden" name="id" value={id} />
          <p>{t("approveConsequences")}</p>
          <Checkbox
            name="withDefaultAccess"
            label={t("withDefault", { count: defaultGpus })}
            help={t("withDefaultHelp")}
            defaultChecked
          />
        </ConfirmDialog>
      )}
      {status === "PENDING" && defaultGpus === 0 && (
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
