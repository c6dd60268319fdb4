import { cookies } from "next/headers";
import { deviceName, newDevice } from "../accounts/devices";
import { isSecure } from "./session-cookie";

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

const cookieName = (accountId: number) => `gpusched-device-${accountId}`;

/** Looks up the device cookies that this browser sent, by account. */
export async function deviceCookies(): Promise<(accountId: number) => string | undefined> {
  const sent = await cookies();
  return (accountId) => sent.get(cookieName(accountId))?.value;
}

/** Remembers that somebody proved to be the account's user in this browser. */
export async function rememberDevice(accountId: number): Promise<void> {
  const jar = await cookies();
  const held = jar.get(cookieName(accountId))?.value;
  const device = held && deviceName(accountId, held) ? held : newDevice(accountId);
  jar.set(cookieName(accountId), device, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(),
    path: "/",
    maxAge: ONE_YEAR_SECONDS,
  });
}
