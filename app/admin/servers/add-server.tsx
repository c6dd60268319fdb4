import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { addServer } from "./actions";

/** Asks for the name of a new server. */
export async function AddServer() {
  const t = await getTranslations("adminGpus.servers");
  const common = await getTranslations("common");
  return (
    <ConfirmDialog
      action={addServer}
      trigger={t("add")}
      triggerClassName="btn-primary"
      title={t("add")}
      confirm={t("addConfirm")}
      cancel={common("cancel")}
    >
      <p>{t("addHelp")}</p>
      <Field
        name="name"
        label={t("name")}
        required
        maxLength={80}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </ConfirmDialog>
  );
}
