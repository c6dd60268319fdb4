import type { FirstAdministrator } from "../first-administrator";
import { bold, say } from "./console.mjs";
import { runScript } from "./script";

/**
 * Makes the first administrator when there is none, and shows the password. At once, and not after
 * the rest has started: it is kept nowhere, so a failure in between would lose it.
 */
export async function makeFirstAdministrator(signal: AbortSignal): Promise<void> {
  const printed = await runScript("first-administrator", signal);
  if (!printed) return;
  const { username, password }: FirstAdministrator = JSON.parse(printed);
  say("Made the first administrator; the password is shown only this once:");
  say(`  username  ${bold(username)}`);
  say(`  password  ${bold(password)}`);
}
