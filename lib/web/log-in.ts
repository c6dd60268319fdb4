import { authenticate } from "../accounts/commands-authenticate";
import type { SessionClaims } from "../accounts/queries";
import { clientAddress } from "./address";
import { deviceCookies, rememberDevice } from "./device-cookie";

/**
 * Checks a login that came with the request in hand, and remembers the browser when it is right.
 * @throws Refusal
 */
export async function checkLogin(login: string, password: string): Promise<SessionClaims> {
  const attempt = { login, password, address: await clientAddress() };
  const session = await authenticate({ ...attempt, deviceFor: await deviceCookies() });
  await rememberDevice(session.userId);
  return session;
}
