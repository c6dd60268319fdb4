import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { currentUser } from "../web/session";
import { chooseLocale } from "./choose-locale";
import { isLocale, LOCALE_COOKIE } from "./locales";
import { MESSAGES } from "./messages";

/** The language and messages of the request in hand; next-intl calls it once for each. */
export default getRequestConfig(async ({ locale: wanted }) => {
  if (isLocale(wanted)) return { locale: wanted, messages: MESSAGES[wanted] };
  // Without a database the error page still has to speak some language.
  const user = await currentUser().catch(() => null);
  const locale = chooseLocale({
    account: user?.locale,
    cookie: (await cookies()).get(LOCALE_COOKIE)?.value,
    acceptLanguage: (await headers()).get("accept-language"),
  });
  return { locale, messages: MESSAGES[locale] };
});
