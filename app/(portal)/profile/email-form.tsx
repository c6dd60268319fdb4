import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PasswordField } from "@/components/ui/password-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { OwnProfile } from "@/lib/accounts/queries";
import { saveEmail, sendVerificationAgain } from "./actions";

/** The address that mails go to: whether it is confirmed, and a form to change it. */
export async function EmailForm({ profile }: { profile: OwnProfile }) {
  const t = await getTranslations("profile");
  const { email, emailVerified } = profile;
  return (
    <>
      {emailVerified ? (
        <p className="text-muted">{t("emailVerified", { email })}</p>
      ) : (
        <>
          <Notice tone="warning">{t("emailUnverified", { email })}</Notice>
          <Form action={sendVerificationAgain}>
            <SubmitButton className="btn-sm justify-self-start">{t("resend")}</SubmitButton>
          </Form>
        </>
      )}
      <Form action={saveEmail}>
        <Field
          name="email"
          type="email"
          label={t("email")}
          defaultValue={email}
          required
          maxLength={100}
          autoComplete="email"
        />
        <PasswordField
          name="currentPassword"
          label={t("currentPassword")}
          autoComplete="current-password"
        />
        <SubmitButton className="">{t("emailChange")}</SubmitButton>
      </Form>
    </>
  );
}
