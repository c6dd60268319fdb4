"use server";

import { cookies } from "next/headers";
import { setLanguage } from "@/lib/accounts/commands-profile";
import { ANNOUNCEMENT_COOKIE } from "@/lib/announcements/views";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { id } from "@/lib/schema";
import { isTheme, THEME_COOKIE } from "@/lib/theme";
import { currentUser } from "@/lib/web/session";

const ONE_YEAR = {
  maxAge: 365 * 24 * 60 * 60,
  path: "/",
  sameSite: "lax",
  httpOnly: true,
} as const;

/** Speaks the posted language from now on. Anyone may choose. */
export async function chooseLanguage(form: FormData): Promise<void> {
  const locale = form.get("locale");
  if (!isLocale(locale)) return;
  (await cookies()).set(LOCALE_COOKIE, locale, ONE_YEAR);
  const user = await currentUser();
  if (user) await setLanguage(user, locale);
}

/** Shows the posted colours from now on. Anyone may choose. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  if (!isTheme(theme)) return;
  const jar = await cookies();
  if (theme === "system") jar.delete(THEME_COOKIE);
  else jar.set(THEME_COOKIE, theme, ONE_YEAR);
}

/** Does not show the posted announcement in this browser again. Anyone may choose. */
export async function dismissAnnouncement(form: FormData): Promise<void> {
  const announcement = id.safeParse(form.get("announcement"));
  if (!announcement.success) return;
  (await cookies()).set(ANNOUNCEMENT_COOKIE, String(announcement.data), ONE_YEAR);
}
