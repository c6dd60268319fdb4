"use server";

import { verifyEmail } from "@/lib/accounts/commands-verify";
import { emailVerificationSchema } from "@/lib/accounts/schema";
import { publicAction } from "@/lib/web/action";

/**
 * Confirms the address. A button asks for it, since mail scanners open every link themselves. The
 * page of a link that was used says what it did.
 */
export const confirmEmail = publicAction({
  schema: emailVerificationSchema,
  run: async ({ token }, { address }) => {
    await verifyEmail(token, address);
    return { to: `/verify-email?token=${encodeURIComponent(token)}` };
  },
});
