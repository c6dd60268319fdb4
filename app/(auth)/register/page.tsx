import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import { PasswordField } from "@/components/ui/password-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { registerAccount } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.register");
  return { title: t("title") };
}

export default async function RegisterPage() {
  const t = await getTranslations("auth.register");
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
      <Form action={registerAccount}>
        <Field
          name="username"
          label={t("username")}
          help={t("usernameHelp")}
          required
          maxLength={80}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Field
          name="name"
          label={t("name")}
          help={t("nameHelp")}
          required
          maxLength={100}
          autoComplete="name"
        />
        <Field
          name="email"
          type="email"
          label={t("email")}
          help={t("emailHelp")}
          required
          maxLength={100}
          autoComplete="email"
        />
        <Field
          name="phone"
          type="tel"
          label={t("phone")}
          help={t("phoneHelp")}
          required
          maxLength={40}
          autoComplete="tel"
        />
        <Field name="lab" label={t("lab")} required maxLength={80} autoComplete="organization" />
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
      <p className="mt-6">
        {t("haveAccount")}{" "}
        <Link href="/login" className="text-link">
          {t("login")}
        </Link>
      </p>
    </>
  );
}
