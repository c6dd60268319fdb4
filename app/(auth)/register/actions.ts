"use server";

import { getLocale } from "next-intl/server";
import { register } from "@/lib/accounts/commands-register";
import { registrationSchema } from "@/lib/accounts/schema";
import { publicAction } from "@/lib/web/action";

/** Makes an account that awaits approval; the next page says so. */
export const registerAccount = publicAction({
  schema: registrationSchema,
  run: async (registration, { address }) => {
    await register(registration, { address, locale: await getLocale() });
    return { to: "/login?notice=registered" };
  },
});
