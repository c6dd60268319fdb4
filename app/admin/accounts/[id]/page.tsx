import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageTitle } from "@/components/ui/page-title";
import { findAccount } from "@/lib/accounts/queries-list";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { AccountStatusChip } from "../account-status";
import { StatusActions } from "../status-actions";
import { AccountForm } from "./account-form";
import { ResetLinkForm } from "./reset-link-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccounts");
  return { title: t("title") };
}

export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireAdmin();
  const account = (await findAccount(pathId((await params).id))) ?? notFound();
  const t = await getTranslations("adminAccounts");
  const isYourself = account.id === viewer.id;
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("editTitle", { username: account.username })}>
        <AccountStatusChip status={account.status} />
        <StatusActions account={account} isYourself={isYourself} />
      </PageTitle>
      <div className="grid gap-4">
        <section className="card-box p-4 sm:p-6">
          <AccountForm account={account} isYourself={isYourself} />
        </section>
        {account.status !== "DISABLED" && (
          <section className="card-box grid gap-4 p-4 sm:p-6">
            <h2 className="font-semibold text-lg">{t("resetLink")}</h2>
            <ResetLinkForm id={account.id} />
          </section>
        )}
        <p>
          <Link href="/admin/accounts" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
