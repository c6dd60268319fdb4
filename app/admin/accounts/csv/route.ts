import { getTranslations } from "next-intl/server";
import { exportAccounts } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { csvOf, csvResponse } from "@/lib/csv";
import { currentUser } from "@/lib/web/session";

/** The list of accounts as it is filtered, for a spreadsheet; to others it does not exist. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentUser();
  if (!viewer?.isAdmin) return new Response(null, { status: viewer ? 404 : 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const accounts = await exportAccounts(accountFiltersSchema.parse(query));
  const t = await getTranslations("adminAccounts");
  const column = {
    username: t("columns.username"),
    name: t("columns.name"),
    lab: t("columns.lab"),
    email: t("columns.email"),
    phone: t("columns.phone"),
    status: t("columns.status"),
    timeMultiplier: t("columns.timeMultiplier"),
    administrator: t("administrator"),
    created: t("columns.created"),
  };
  const rows = accounts.map((account) => ({
    [column.username]: account.username,
    [column.name]: account.name,
    [column.lab]: account.lab,
    [column.email]: account.email,
    [column.phone]: account.phone,
    [column.status]: t(`status.${account.status}`),
    [column.timeMultiplier]: account.timeMultiplier,
    [column.administrator]: account.isAdmin,
    [column.created]: new Date(account.createdAt).toISOString(),
  }));
  return csvResponse("accounts", csvOf(rows, Object.values(column)));
}
