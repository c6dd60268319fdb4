/** Translations outside a request: for the worker's mails and for tests. Imports nothing of Next. */
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import type { Locale } from "./locales";
import { MESSAGES, type Messages } from "./messages";

/** A translator of one area, as `getTranslations` gives to pages. */
export function translator<const Area extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  locale: Locale,
  namespace: Area,
) {
  return createTranslator({ locale, messages: MESSAGES[locale], namespace });
}

/** A translator of one area, for functions that are given one. */
export type Translator<Area extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<
  typeof translator<Area>
>;
