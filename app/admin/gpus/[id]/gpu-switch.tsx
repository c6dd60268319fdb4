import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Form } from "@/components/ui/form";
import { LocalTime } from "@/components/ui/local-time";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Queue } from "@/lib/reservations/views";
import { disableGpu, enableGpu } from "../actions";

/** What disabling means for whoever holds the GPU. */
async function HolderKeepsIt({ holder }: Pick<Queue, "holder">) {
  const t = await getTranslations("adminGpus");
  if (!holder) return <p>{t("disableFree")}</p>;
  const { name, lab, isUsing, until } = holder;
  const values = { name, lab, time: () => <LocalTime at={until} absolute /> };
  return <p>{isUsing ? t.rich("disableUser", values) : t.rich("disableTurn", values)}</p>;
}

/** Enables a GPU at one press; disables it after saying what that means to whom. */
export async function GpuSwitch({ queue: { gpu, holder, waiters } }: { queue: Queue }) {
  const t = await getTranslations("adminGpus");
  const common = await getTranslations("common");
  if (!gpu.enabled) {
    return (
      <Form action={enableGpu} className="grid gap-2">
        <input type="hidden" name="id" value={gpu.id} />
        <SubmitButton className="btn-sm">{t("enable")}</SubmitButton>
      </Form>
    );
  }
  return (
    <ConfirmDialog
      action={disableGpu}
      trigger={t("disable")}
      title={t("disableQuestion", { model: gpu.model, gpuName: gpu.gpuName })}
      confirm={t("disableConfirm")}
      cancel={common("cancel")}
      danger
    >
      <input type="hidden" name="id" value={gpu.id} />
      <HolderKeepsIt holder={holder} />
      <p>{t("disableQueue", { count: waiters.length })}</p>
    </ConfirmDialog>
  );
}
