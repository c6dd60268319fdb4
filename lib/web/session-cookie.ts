/** The session cookie, made and read the way next-auth does, so that its routes know it too. */

import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { SessionClaims } from "../accounts/queries";
import { portalUrl, secret } from "../settings";

/** How long a session lives without a new login, in seconds: 30 days. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

const claims = z.object({
  userId: z.int().positive().max(2_147_483_647),
  sessionVersion: z.int().min(0).max(2_147_483_647),
});

/** Whether people reach the portal over https, so that cookies must not travel over http. */
export const isSecure = (): boolean => portalUrl().startsWith("https://");

/** The name next-auth gives its session cookie. */
export const sessionCookieName = (): string =>
  `${isSecure() ? "__Secure-" : ""}next-auth.session-token`;

const flags = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" }) as const;

/** What a decoded token claims, or null when it is not one of ours. */
export function claimsIn(token: unknown): SessionClaims | null {
  const parsed = claims.safeParse(token);
  return parsed.success ? parsed.data : null;
}

/** What the browser's session cookie claims; null when there is none or we did not make it. */
export async function readSessionCookie(): Promise<SessionClaims | null> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token) return null;
  return claimsIn(await decode({ token, secret: secret() }).catch(() => null));
}

/** Begins a session in this browser, or renews it after its own password changed. */
export async function writeSessionCookie(session: SessionClaims): Promise<void> {
  const { userId, sessionVersion } = session;
  const token = await encode({
    token: { sub: String(userId), userId, sessionVersion },
    secret: secret(),
    maxAge: SESSION_SECONDS,
  });
  (await cookies()).set(sessionCookieName(), token, { ...flags(), maxAge: SESSION_SECONDS });
}

/** Ends this browser's session. */
export async function deleteSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...flags(), maxAge: 0 });
}
