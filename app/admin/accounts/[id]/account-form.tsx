import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Seen } from "@/components/ui/seen";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { type AccountDetails, versionOf } from "@/lib/accounts/queries-list";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { saveAccount } from "../actions";

type Props = { account: AccountDetails; isYourself: boolean };

/** Everything that is known about an account, but for its status. */
export async function AccountForm({ account, isYourself }: Props) {
  const t = await getTranslations("adminAccounts");
  return (
    <Form action={saveAccount} version={versionOf(account)}>
      <input type="hidden" name="id" value={account.id} />
      <Seen value={versionOf(account)} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          name="username"
          label={t("columns.username")}
          defaultValue={account.username}
          required
          maxLength={80}
          autoComplete="off"
        />
        <Field
          name="name"
          label={t("columns.name")}
          defaultValue={account.name}
          required
          maxLength={100}
          autoComplete="off"
        />
        <Field
          name="email"
          type="email"
          label={t("columns.email")}
          help={account.emailVerified ? t("emailVerifiedHelp") : t("emailUnverifiedHelp")}
          defaultValue={account.email}
          required
          maxLength={100}
          autoComplete="off"
        />
        <Field
          name="phone"
          type="tel"
          label={t("columns.phone")}
          help={t("phoneHelp")}
          defaultValue={account.phone}
          required
          maxLength={40}
          autoComplete="off"
        />
        <Field
          name="lab"
          label={t("columns.lab")}
          defaultValue={account.lab}
          required
          maxLength={80}
          autoComplete="off"
        />
        <Select
          name="locale"
          label={t("language")}
          defaultValue={account.locale}
          options={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
        />
        <Field
          name="timeMultiplier"
          inputMode="decimal"
          label={t("columns.timeMultiplier")}
          help={t("timeMultiplierHelp")}
          defaultValue={account.timeMultiplier}
          required
          maxLength={20}
          autoComplete="off"
        />
      </div>
      {isYourself ? (
        <>
          <input type="hidden" name="isAdmin" value="on" />
          <p className="text-muted">{t("isAdminYourself")}</p>
        </>
      ) : (
        <Checkbox name="isAdmin" label={t("isAdmin")} defaultChecked={account.isAdmin} />
      )}
      <SubmitButton className="btn-primary justify-self-start">{t("save")}</SubmitButton>
    </Form>
  );
}
