import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { PasswordField } from "@/components/ui/password-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { savePassword } from "./actions";

/** Changes the password; the hidden username tells password managers whose it is. */
export async function PasswordForm({ username }: { username: string }) {
  const t = await getTranslations("profile");
  return (
    <Form action={savePassword}>
      <input type="hidden" name="username" value={username} autoComplete="username" />
      <PasswordField
        name="currentPassword"
        label={t("currentPassword")}
        autoComplete="current-password"
      />
      <PasswordField
        name="password"
        label={t("newPassword")}
        help={t("newPasswordHelp")}
        autoComplete="new-password"
      />
      <PasswordField
        name="passwordAgain"
        label={t("newPasswordAgain")}
        autoComplete="new-password"
      />
      <p className="text-muted text-sm">{t("passwordChangeHelp")}</p>
      <SubmitButton className="">{t("passwordChange")}</SubmitButton>
    </Form>
  );
}
