import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { now } from "../clock";
import { settings } from "../settings";
import type { TimeView } from "./format";
import { TIME_ZONE_COOKIE } from "./locales";

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** PostgreSQL's time, by which everything on the page was decided; ours while it is away. */
const pageTime = (): Promise<number> =>
  now().then(
    (time) => time.getTime(),
    () => Date.now(),
  );

/**
 * How times are shown to whoever sent the request: in their browser's zone, or in the lab's until
 * it is known. One `now` for the whole page.
 */
export const timeView = cache(async (): Promise<TimeView> => {
  const own = (await cookies()).get(TIME_ZONE_COOKIE)?.value;
  const isOwnZone = own !== undefined && isTimeZone(own);
  return {
    locale: await getLocale(),
    timeZone: isOwnZone ? own : settings().LAB_TIME_ZONE,
    isOwnZone,
    now: await pageTime(),
  };
});
