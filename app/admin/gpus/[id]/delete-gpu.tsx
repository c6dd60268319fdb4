import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ManagedGpu } from "@/lib/gpus/queries";
import { removeGpu } from "../actions";

/** Deletes a GPU that was never reserved; of any other it says why not. */
export async function DeleteGpu({ gpu }: { gpu: ManagedGpu }) {
  const t = await getTranslations("adminGpus");
  const common = await getTranslations("common");
  if (gpu.hasHistory) return <p className="text-muted">{t("keepsHistory")}</p>;
  return (
    <div>
      <ConfirmDialog
        action={removeGpu}
        trigger={t("delete")}
        title={t("deleteQuestion", { model: gpu.model, gpuName: gpu.gpuName })}
        confirm={t("deleteConfirm")}
        cancel={common("cancel")}
        danger
      >
        <input type="hidden" name="id" value={gpu.id} />
        <p>{t("deleteConsequence", { count: gpu.users })}</p>
      </ConfirmDialog>
    </div>
  );
}
