import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageTitle } from "@/components/ui/page-title";
import type { Query } from "@/components/ui/query";
import { countDefault } from "@/lib/access/queries-default";
import { findAccount } from "@/lib/accounts/queries-list";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { AccountStatusChip } from "../account-status";
import { StatusActions } from "../status-actions";
import { AccessSection } from "./access-section";
import { AccountForm } from "./account-form";
import { AuditSection } from "./audit-section";
import { LiveSection } from "./live-section";
import { HistorySection, UsageSection } from "./past-sections";
import { ResetLinkForm } from "./reset-link-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccounts");
  return { title: t("title") };
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export default async function AccountPage({ params, searchParams }: Props) {
  const viewer = await requireAdmin();
  const id = pathId((await params).id);
  const [found, defaultGpus, query] = await Promise.all([
    findAccount(id),
    countDefault(),
    searchParams,
  ]);
  const account = found ?? notFound();
  const t = await getTranslations("adminAccounts");
  const { name, username, lab } = account;
  const isYourself = account.id === viewer.id;
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("detail.title", { name, username })} help={lab}>
        <AccountStatusChip status={account.status} />
        <StatusActions account={account} isYourself={isYourself} defaultGpus={defaultGpus} />
      </PageTitle>
      <div className="grid grid-cols-1 gap-8 pt-2">
        <LiveSection account={account} viewer={viewer} />
        <AccessSection accountId={account.id} />
        <UsageSection account={account} />
        <section aria-labelledby="edit" className="card-box grid gap-4 p-4 sm:p-6">
          <h2 id="edit" className="font-semibold text-lg">
            {t("detail.edit")}
          </h2>
          <AccountForm account={account} isYourself={isYourself} />
        </section>
        {account.status !== "DISABLED" && (
          <section className="card-box grid gap-4 p-4 sm:p-6">
            <h2 className="font-semibold text-lg">{t("resetLink")}</h2>
            <ResetLinkForm id={account.id} />
          </section>
        )}
        <HistorySection account={account} query={query} />
        <AuditSection account={account} />
        <p>
          <Link href="/admin/accounts" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
