import { Refusal } from "@/lib/errors";
import { findCredentials, keepAsBcrypt } from "./credentials";
import { deviceName } from "./devices";
import { loginBuckets } from "./limits";
import { passwordMatches } from "./passwords";
import type { SessionClaims } from "./queries";
import { countAttempt, forgiveAttempts, uncountAttempt } from "./throttle";

export type LoginAttempt = {
  /** A username or an e-mail address. */
  login: string;
  password: string;
  address: string | null;
  /** The device cookie that this browser holds for an account, if any. */
  deviceFor: (accountId: number) => string | undefined;
};

/**
 * Checks a login. Whether an account exists shows neither in the answer nor in the time it takes;
 * how it stands is told to those who know its password.
 * @throws Refusal "login-failed", "account-pending", "account-disabled", "too-many-attempts", "busy"
 */
export async function authenticate(attempt: LoginAttempt): Promise<SessionClaims> {
  const { login, password, address, deviceFor } = attempt;
  const account = await findCredentials(login);
  const accountId = account?.id ?? null;
  const device = account && deviceName(account.id, deviceFor(account.id));
  const buckets = loginBuckets({ accountId, login, address, device });
  await countAttempt(buckets);
  const right = await passwordMatches(password, account?.passwordHash ?? null).catch(
    async (error) => {
      await uncountAttempt(buckets);
      throw error;
    },
  );
  if (!account || !right) throw new Refusal("login-failed");
  await forgiveAttempts(buckets);
  if (account.status === "PENDING") throw new Refusal("account-pending");
  if (account.status === "DISABLED") throw new Refusal("account-disabled");
  await keepAsBcrypt(account, password);
  return { userId: account.id, sessionVersion: account.sessionVersion };
}
