"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { formatCountdown } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import { serverNow } from "./server-clock";

/** Gives the worker this long to act on a deadline before the page is asked for anew. */
const WORKER_DELAY_MS = 1_500;

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
    const tick = () => {
      const left = until - serverNow();
      setText(formatCountdown(left, locale));
      if (left > 0) timer = setTimeout(tick, left % 1_000 || 1_000);
      else if (left > -60_000) timer = setTimeout(() => router.refresh(), WORKER_DELAY_MS);
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
