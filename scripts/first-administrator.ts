/**
 * Run by the start script: makes the administrator `admin` when there is none, and says so. The
 * password is kept nowhere else.
 */
import { createAdministrator, randomPassword } from "../lib/accounts/commands-administrator";
import { hasAdministrator } from "../lib/accounts/queries";
import { FieldRefusals } from "../lib/errors";
import { DEFAULT_LOCALE } from "../lib/i18n/locales";
import { mailDomain } from "../lib/mail/smtp-account";
import { settings } from "../lib/settings";
import { command } from "./command";

const MADE = (password: string) => `\
Made the first administrator; the password is shown only this once:
  username  admin
  password  ${password}
Log in with it, and give the account your own e-mail address.`;

command(async () => {
  if (await hasAdministrator()) return;
  const password = randomPassword();
  try {
    await createAdministrator({
      username: "admin",
      password,
      name: "Administrator",
      email: settings().SENDER_EMAIL ?? `admin@${mailDomain()}`,
      phone: "00000",
      lab: "gpusched",
      locale: DEFAULT_LOCALE,
    });
    console.log(MADE(password));
  } catch (error) {
    if (!(error instanceof FieldRefusals)) throw error;
    // Somebody has that name. The portal starts all the same: admin:create needs its database.
    console.log("There is no active administrator: `npm run admin:create` makes one.");
  }
});
