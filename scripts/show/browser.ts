/** The system's Chromium, logged in as somebody of a show. */
import { execFileSync } from "node:child_process";
import { type Browser, type BrowserContextOptions, chromium } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { TIME_ZONE_COOKIE } from "../../lib/i18n/locales";
import { Failure } from "../start/failure.mjs";
import type { Show } from "./lab";
import type { Who } from "./pages";

function chromiumPath(): string {
  try {
    return execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  } catch {
    throw new Failure("Chromium is needed: apt-get install chromium");
  }
}

/** Runs `work` with a browser. `port` is where others may drive it (Chrome's own protocol). */
export async function withBrowser<Result>(
  work: (browser: Browser) => Promise<Result>,
  port?: number,
): Promise<Result> {
  const args = ["--no-sandbox", "--disable-background-networking"];
  if (port !== undefined) args.push(`--remote-debugging-port=${port}`);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** The cookies of somebody who has logged in, and whose time zone is known. */
export async function cookiesOf(who: Who, show: Show) {
  // As withPortal sets them; this process may have read its settings before.
  const { NEXTAUTH_URL: url = "", NEXTAUTH_SECRET: secret = "" } = process.env;
  const zone = { name: TIME_ZONE_COOKIE, value: "Asia/Taipei", url };
  if (who === "visitor") return [zone];
  const userId = show[who];
  const token = { sub: String(userId), userId, sessionVersion: 0 };
  const value = await encode({ token, secret });
  return [zone, { name: "next-auth.session-token", value, url }];
}

/** A browser window of somebody. */
export async function contextOf(
  browser: Browser,
  who: Who,
  show: Show,
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext({ timezoneId: "Asia/Taipei", ...options });
  await context.addCookies(await cookiesOf(who, show));
  return context;
}
