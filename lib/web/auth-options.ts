/** next-auth's own routes (/api/auth/…) over the same login, cookie and ending of sessions. */
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { accountOfSession, type SessionClaims } from "../accounts/queries";
import { loginSchema } from "../accounts/schema";
import { Refusal } from "../errors";
import { log } from "../log";
import { secret } from "../settings";
import { localPath } from "./local-path";
import { checkLogin } from "./log-in";
import { claimsIn, isSecure, SESSION_SECONDS } from "./session-cookie";

declare module "next-auth" {
  interface User {
    claims: SessionClaims;
  }
}

/** Answers null to whatever is not a login: next-auth would show a thrown error's message. */
async function authorize(credentials: Record<"login" | "password", string> | undefined) {
  try {
    const parsed = loginSchema.safeParse(credentials);
    if (!parsed.success) return null;
    const claims = await checkLogin(parsed.data.login, parsed.data.password);
    return { id: String(claims.userId), claims };
  } catch (error) {
    if (!(error instanceof Refusal)) log.error({ error }, "a login failed");
    return null;
  }
}

/** Made for each request, since the secret is not there yet while the portal is built. */
export function authOptions(): NextAuthOptions {
  return {
    secret: secret(),
    useSecureCookies: isSecure(),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/login", signOut: "/", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { login: { type: "text" }, password: { type: "password" } },
        authorize,
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, ...user.claims } : token),
      session: async ({ session, token }) => {
        const claims = claimsIn(token);
        // next-auth takes the cookie away when this throws: a database away would log people out.
        const account = claims && (await accountOfSession(claims).catch(() => null));
        if (!account) return { expires: session.expires };
        return { expires: session.expires, user: { name: account.name, email: account.email } };
      },
      redirect: ({ url }) => localPath(url),
    },
    logger: {
      error: (code, details) => log.error({ code, details }, "next-auth reported an error"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
