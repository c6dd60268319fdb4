"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { formatCountdown } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import { refreshWhenAlive } from "./refresh-when-alive";
import { serverNow } from "./server-clock";

/** After a deadline the page is asked for anew until the worker has acted: in 1, 2, 4 … seconds. */
const FIRST_REFRESH_MS = 1_000;
const LAST_REFRESH_MS = 32_000;

type Props = { until: number; locale: Locale; initial: string };

/**
 * Counts down and, once at zero, shows the page anew. A screen reader can ask for it (a timer is
 * not announced by itself).
 */
export function RunningCountdown({ until, locale, initial }: Props) {
  const [text, setText] = useState(initial);
  const router = useRouter();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const refreshAfter = (delay: number) => {
      if (delay > LAST_REFRESH_MS) return;
      timer = setTimeout(() => {
        void refreshWhenAlive(router);
        refreshAfter(delay * 2);
      }, delay);
    };
    const tick = () => {
      const left = until - serverNow();
      setText(formatCountdown(left, locale));
      if (left > 0) timer = setTimeout(tick, left % 1_000 || 1_000);
      else if (left > -LAST_REFRESH_MS) refreshAfter(FIRST_REFRESH_MS);
    };
    tick();
    return () => clearTimeout(timer);
  }, [until, locale, router]);

  return (
    <time role="timer" dateTime={new Date(until).toISOString()}>
      {text}
    </time>
  );
}
