/**
 * Run by the start script: makes the administrator `admin` when there is none, and prints what was
 * made as JSON. The password is kept nowhere else.
 */
import { createAdministrator, randomPassword } from "../lib/accounts/commands-administrator";
import { hasAdministrator } from "../lib/accounts/queries";
import { DEFAULT_LOCALE } from "../lib/i18n/locales";
import { mailDomain } from "../lib/mail/smtp-account";
import { settings } from "../lib/settings";
import { command } from "./command";

export type FirstAdministrator = { username: string; password: string };

command(async () => {
  if (await hasAdministrator()) return;
  const account: FirstAdministrator = { username: "admin", password: randomPassword() };
  await createAdministrator({
    ...account,
    name: "Administrator",
    email: settings().SENDER_EMAIL ?? `admin@${mailDomain()}`,
    phone: "00000",
    lab: "gpusched",
    locale: DEFAULT_LOCALE,
  });
  console.log(JSON.stringify(account));
});
