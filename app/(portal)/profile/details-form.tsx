import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { OwnProfile } from "@/lib/accounts/queries";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { saveProfile } from "./actions";

/** What people say about themselves. */
export async function DetailsForm({ profile }: { profile: OwnProfile }) {
  const t = await getTranslations("profile");
  return (
    <Form action={saveProfile}>
      <Field
        name="name"
        label={t("name")}
        help={t("nameHelp")}
        defaultValue={profile.name}
        required
        maxLength={100}
        autoComplete="name"
      />
      <Field
        name="phone"
        type="tel"
        label={t("phone")}
        help={t("phoneHelp")}
        defaultValue={profile.phone}
        required
        maxLength={40}
        autoComplete="tel"
      />
      <Field
        name="lab"
        label={t("lab")}
        defaultValue={profile.lab}
        required
        maxLength={80}
        autoComplete="organization"
      />
      <Select
        name="locale"
        label={t("language")}
        help={t("languageHelp")}
        defaultValue={profile.locale}
        options={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
      />
      <SubmitButton>{t("save")}</SubmitButton>
    </Form>
  );
}
