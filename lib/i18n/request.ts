import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale } from "./choose-locale";
import { isLocale, LOCALE_COOKIE } from "./locales";
import { MESSAGES } from "./messages";

/** The language and messages of the request in hand; next-intl calls it once for each. */
export default getRequestConfig(async ({ locale: wanted }) => {
  const locale = isLocale(wanted)
    ? wanted
    : chooseLocale({
        account: undefined,
        cookie: (await cookies()).get(LOCALE_COOKIE)?.value,
        acceptLanguage: (await headers()).get("accept-language"),
      });
  return { locale, messages: MESSAGES[locale] };
});
