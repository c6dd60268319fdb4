"use server";

import { loginSchema } from "@/lib/accounts/schema";
import { publicAction } from "@/lib/web/action";
import { localPath } from "@/lib/web/local-path";
import { checkLogin } from "@/lib/web/log-in";
import { writeSessionCookie } from "@/lib/web/session-cookie";

/** Begins a session, and leads to where the person wanted to go. */
export const logIn = publicAction({
  schema: loginSchema,
  run: async ({ login, password, next }) => {
    await writeSessionCookie(await checkLogin(login, password));
    return { to: localPath(next, "/dashboard") };
  },
});
