import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import { SubmitButton } from "@/components/ui/submit-button";
import { askForReset } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.forgotten");
  return { title: t("title") };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations("auth.forgotten");
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
      <Form action={askForReset}>
        <Field
          name="login"
          label={t("login")}
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>{t("submit")}</SubmitButton>
      </Form>
      <p className="mt-6 text-muted">{t("noMail")}</p>
      <p className="mt-2">
        <Link href="/login" className="text-link">
          {t("back")}
        </Link>
      </p>
    </>
  );
}
