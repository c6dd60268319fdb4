/** Who is there. Every request asks the database, so that an ended session ends at once. */
import { headers } from "next/headers";
import { notFound, redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { accountOfSession, type CurrentUser } from "../accounts/queries";
import { log } from "../log";
import { localPath, PATH_HEADER } from "./local-path";
import { readSessionCookie } from "./session-cookie";

export type { CurrentUser };

/** The account of this request's session, or null. Asked once per request. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const claims = await readSessionCookie();
  return claims && accountOfSession(claims);
});

/** As `currentUser`; undefined while the database is away, which alone knows. */
export const knownUser = cache(async (): Promise<CurrentUser | null | undefined> => {
  try {
    return await currentUser();
  } catch (error) {
    unstable_rethrow(error);
    log.error({ error }, "nobody knows who asks for a page");
    return undefined;
  }
});

/** For pages that need an account: everybody else logs in first and then comes back here. */
export async function requireUser(): Promise<CurrentUser> {
  const user = await currentUser();
  if (user) return user;
  const here = localPath((await headers()).get(PATH_HEADER));
  redirect(here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`);
}

/** For administrators' pages: for everybody else they do not exist. */
export async function requireAdmin(): Promise<CurrentUser> {
  const user = await requireUser();
  if (!user.isAdmin) notFound();
  return user;
}
