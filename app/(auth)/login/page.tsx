import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { PasswordField } from "@/components/ui/password-field";
import { parameter, type Query } from "@/components/ui/query";
import { SubmitButton } from "@/components/ui/submit-button";
import { localPath } from "@/lib/web/local-path";
import { currentUser } from "@/lib/web/session";
import { logIn } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.login");
  return { title: t("title") };
}

/** What brought the person here, said by the page that sent them. */
const NOTICES = { registered: "registered", reset: "reset", "logged-out": "loggedOut" } as const;

export default async function LoginPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = localPath(parameter(query, "next"), "/dashboard");
  if (await currentUser()) redirect(next);
  const t = await getTranslations("auth.login");
  const notice = parameter(query, "notice");
  return (
    <>
      <PageTitle title={t("title")} />
      {Object.hasOwn(NOTICES, notice) && (
        <Notice tone="success" className="mb-4">
          {t(NOTICES[notice as keyof typeof NOTICES])}
        </Notice>
      )}
      <Form action={logIn}>
        <input type="hidden" name="next" value={next} />
        <Field
          name="login"
          label={t("login")}
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordField name="password" label={t("password")} autoComplete="current-password" />
        <SubmitButton>{t("submit")}</SubmitButton>
      </Form>
      <p className="mt-6 flex flex-wrap justify-between gap-x-6 gap-y-2">
        <Link href="/forgot-password" className="text-link">
          {t("forgotten")}
        </Link>
        <span>
          {t("noAccount")}{" "}
          <Link href="/register" className="text-link">
            {t("register")}
          </Link>
        </span>
      </p>
    </>
  );
}
