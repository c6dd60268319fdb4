import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FieldError } from "@/components/ui/field-error";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import type { Query } from "@/components/ui/query";
import { SubmitButton } from "@/components/ui/submit-button";
import { countDefault } from "@/lib/access/queries-default";
import { selectedAccounts } from "@/lib/accounts/queries-selected";
import { selectionSchema } from "@/lib/accounts/schema";
import { requireAdmin } from "@/lib/web/session";
import { AccountStatusChip } from "../account-status";
import { approveSelected, disableSelected } from "../actions";
import { Happens, isDecided } from "./happens";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccounts");
  return { title: t("title") };
}

/** Says what would happen to each of the ticked accounts, and asks. */
export default async function SelectedPage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireAdmin();
  const { do: deed, id: ids } = selectionSchema.parse(await searchParams);
  const [accounts, given] = await Promise.all([selectedAccounts(ids), countDefault()]);
  const t = await getTranslations("adminAccounts");
  const isApproval = deed === "approve";
  const count = accounts.filter((account) => isDecided(account, deed, viewer.id)).length;
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle
        title={t(isApproval ? "selected.approveTitle" : "selected.disableTitle")}
        help={t("selected.help")}
      />
      {accounts.length === 0 ? (
        <EmptyState title={t("selected.empty")}>{t("selected.emptyHelp")}</EmptyState>
      ) : (
        <Form key={deed} action={isApproval ? approveSelected : disableSelected}>
          <input type="hidden" name="ids" value={accounts.map(({ id }) => id).join()} />
          <DataTable
            caption={t("title")}
            rows={accounts}
            rowKey={({ id }) => id}
            columns={[
              {
                label: t("columns.name"),
                cell: ({ id, name, username }) => (
                  <Link href={`/admin/accounts/${id}`} className="hover:underline">
                    {name} <span className="text-muted">{username}</span>
                  </Link>
                ),
              },
              { label: t("columns.lab"), cell: ({ lab }) => lab },
              {
                label: t("columns.status"),
                cell: ({ status }) => <AccountStatusChip status={status} />,
              },
              {
                label: t("selected.happens"),
                cell: (account) => (
                  <>
                    <FieldError name={`account.${account.id}`} />
                    <Happens account={account} deed={deed} viewerId={viewer.id} />
                  </>
                ),
              },
            ]}
          />
          {isApproval && given > 0 && count > 0 && (
            <Checkbox
              name="withDefaultAccess"
              label={t("withDefault", { count: given })}
              help={t("withDefaultHelp")}
              defaultChecked
            />
          )}
          {count > 0 && (
            <SubmitButton
              className={`justify-self-start ${isApproval ? "btn-primary" : "btn-error"}`}
            >
              {t(isApproval ? "selected.approveConfirm" : "selected.disableConfirm", { count })}
            </SubmitButton>
          )}
        </Form>
      )}
      <p className="pt-4">
        <Link href="/admin/accounts" className="text-link">
          {t("back")}
        </Link>
      </p>
    </div>
  );
}
