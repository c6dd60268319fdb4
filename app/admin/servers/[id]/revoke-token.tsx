import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ServerDetails } from "@/lib/agents/queries";
import { revokeAgentToken } from "../actions";

/** Ends the server's token, after asking. */
export async function RevokeToken({ server: { id, name } }: { server: ServerDetails }) {
  const t = await getTranslations("adminServer.agent");
  const common = await getTranslations("common");
  return (
    <div>
      <ConfirmDialog
        action={revokeAgentToken}
        trigger={t("revoke")}
        title={t("revokeQuestion", { name })}
        confirm={t("revokeConfirm")}
        cancel={common("cancel")}
        danger
      >
        <input type="hidden" name="id" value={id} />
        <p>{t("revokeConsequence")}</p>
      </ConfirmDialog>
    </div>
  );
}
