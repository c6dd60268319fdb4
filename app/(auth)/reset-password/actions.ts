"use server";

import { resetPassword } from "@/lib/accounts/commands-reset";
import { passwordResetSchema } from "@/lib/accounts/schema";
import { publicAction } from "@/lib/web/action";
import { rememberDevice } from "@/lib/web/device-cookie";

/** Sets a new password; whoever could do that is not locked out by somebody who guesses. */
export const chooseNewPassword = publicAction({
  schema: passwordResetSchema,
  run: async ({ token, password }, { address }) => {
    await rememberDevice(await resetPassword(token, password, address));
    return { to: "/login?notice=reset" };
  },
});
