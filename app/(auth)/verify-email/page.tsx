import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { SubmitButton } from "@/components/ui/submit-button";
import { isConfirmedBy, ownerOfLink } from "@/lib/accounts/queries-links";
import { confirmEmail } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.verify");
  // The address of this page is a key.
  return { title: t("title"), referrer: "no-referrer", robots: "noindex" };
}

export default async function VerifyEmailPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const t = await getTranslations("auth.verify");
  const token = parameter(query, "token");
  const owner = await ownerOfLink(token, "VERIFY_EMAIL");
  const isDone = !owner && (await isConfirmedBy(token));
  return (
    <>
      <PageTitle title={t("title")} />
      {owner ? (
        <Form action={confirmEmail}>
          <p>{t("question", { email: owner.email, username: owner.username })}</p>
          <input type="hidden" name="token" value={token} />
          <SubmitButton>{t("submit")}</SubmitButton>
        </Form>
      ) : (
        <>
          <Notice tone={isDone ? "success" : "error"}>{isDone ? t("done") : t("invalid")}</Notice>
          <p className="mt-6">
            <Link href={isDone ? "/dashboard" : "/profile"} className="text-link">
              {t("home")}
            </Link>
          </p>
        </>
      )}
    </>
  );
}
