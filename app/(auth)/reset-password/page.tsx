import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { PasswordField } from "@/components/ui/password-field";
import { parameter, type Query } from "@/components/ui/query";
import { SubmitButton } from "@/components/ui/submit-button";
import { ownerOfLink } from "@/lib/accounts/queries-links";
import { chooseNewPassword } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.reset");
  // The address of this page is a key.
  return { title: t("title"), referrer: "no-referrer", robots: "noindex" };
}

export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<Query>;
}) {
  const token = parameter(await searchParams, "token");
  const owner = await ownerOfLink(token, "RESET_PASSWORD");
  const t = await getTranslations("auth.reset");
  if (!owner) {
    return (
      <>
        <PageTitle title={t("title")} />
        <Notice tone="error">{t("invalid")}</Notice>
        <p className="mt-6">
          <Link href="/forgot-password" className="text-link">
            {t("again")}
          </Link>
        </p>
      </>
    );
  }
  return (
    <>
      <PageTitle title={t("title")} help={t("for", { username: owner.username })} />
      <Form action={chooseNewPassword}>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="username" value={owner.username} autoComplete="username" />
        <PasswordField
          name="password"
          label={t("password")}
          help={t("passwordHelp")}
          autoComplete="new-password"
        />
        <PasswordField
          name="passwordAgain"
          label={t("passwordAgain")}
          autoComplete="new-password"
        />
        <SubmitButton>{t("submit")}</SubmitButton>
      </Form>
    </>
  );
}
