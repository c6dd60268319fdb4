import { getTranslations } from "next-intl/server";
import { exportAccounts } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { answerWithFile, tableFile } from "@/lib/web/file";

/** The list of accounts as it is filtered, for a spreadsheet; to others it does not exist. */
export function GET(request: Request): Promise<Response> {
  return answerWithFile(request, async (query) => {
    const accounts = await exportAccounts(accountFiltersSchema.parse(query));
    const t = await getTranslations("adminAccounts");
    return tableFile("accounts", accounts, [
      [t("columns.username"), ({ username }) => username],
      [t("columns.name"), ({ name }) => name],
      [t("columns.lab"), ({ lab }) => lab],
      [t("columns.email"), ({ email }) => email],
      [t("columns.phone"), ({ phone }) => phone],
      [t("columns.status"), ({ status }) => t(`status.${status}`)],
      [t("columns.timeMultiplier"), ({ timeMultiplier }) => timeMultiplier],
      [t("administrator"), ({ isAdmin }) => isAdmin],
      [t("columns.created"), ({ createdAt }) => new Date(createdAt).toISOString()],
    ]);
  });
}
