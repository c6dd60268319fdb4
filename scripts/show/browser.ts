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

const ARGS = ["--no-sandbox", "--disable-background-networking"];

export async function withBrowser<Result>(
  work: (browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ARGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A whole browser of somebody, which others drive through a port (Chrome's own protocol). */
export async function withBrowserAt<Result>(
  port: number,
  who: Who,
  show: Show,
  work: () => Promise<Result>,
): Promise<Result> {
  const context = await chromium.launchPersistentContext("", {
    executablePath: chromiumPath(),
    args: [...ARGS, `--remote-debugging-port=${port}`],
    env: { ...process.env, TZ: "Asia/Taipei" },
  });
  try {
    await context.addCookies(await cookiesOf(who, show));
    return await work();
  } finally {
    await context.close();
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
