import { db } from "@/lib/db";
import type { Locale } from "@/lib/i18n/locales";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";

/** The account of a live session, as pages and actions see it. */
export type CurrentUser = {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly lab: string;
  readonly isAdmin: boolean;
  readonly locale: Locale;
  readonly timeMultiplier: number;
  readonly emailVerified: boolean;
};

/** What a session claims to be; true only as long as the database agrees. */
export type SessionClaims = { readonly userId: number; readonly sessionVersion: number };

/**
 * The account of a session, or null when the session has ended: the account is not ACTIVE, or its
 * password has changed since (which raises the version).
 */
export async function accountOfSession(claims: SessionClaims): Promise<CurrentUser | null> {
  const row = await db().user.findFirst({
    where: { id: claims.userId, sessionVersion: claims.sessionVersion, status: "ACTIVE" },
    omit: { passwordHash: true },
  });
  if (!row) return null;
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    lab: row.lab,
    isAdmin: row.isAdmin,
    locale: isLocale(row.locale) ? row.locale : DEFAULT_LOCALE,
    timeMultiplier: row.timeMultiplier,
    emailVerified: row.emailVerifiedAt !== null,
  };
}

/** What people see and change about themselves. */
export type OwnProfile = {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly lab: string;
  readonly locale: Locale;
  readonly emailVerified: boolean;
};

export async function profileOf(accountId: number): Promise<OwnProfile> {
  const { username, name, email, phone, lab, locale, emailVerifiedAt } =
    await db().user.findUniqueOrThrow({ where: { id: accountId }, omit: { passwordHash: true } });
  return {
    username,
    name,
    email,
    phone,
    lab,
    locale: isLocale(locale) ? locale : DEFAULT_LOCALE,
    emailVerified: emailVerifiedAt !== null,
  };
}

/** Whether there is anybody who could approve accounts. */
export async function hasAdministrator(): Promise<boolean> {
  return (await db().user.count({ where: { isAdmin: true, status: "ACTIVE" }, take: 1 })) > 0;
}
