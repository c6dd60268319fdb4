"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { listen } from "@/components/live/event-source";
import { refreshWhenAlive } from "@/components/ui/refresh-when-alive";

const EVERY_MS = 15_000;
const APART_MS = 1_000;
/** Over by the second time in a row that nothing but the time says so. */
const TO_READ_MS = 14_000;

/**
 * Keeps what a page shows true while somebody looks at it: at once when the portal says that
 * something changed that they see, and now and then in any case. What is typed, open or focused
 * stays as it is: only what the server says anew changes.
 */
export function QuietRefresh() {
  const router = useRouter();

  useEffect(() => {
    let read: Element | null = null;
    let readSince = 0;
    let refreshedAt = Number.NEGATIVE_INFINITY;
    let soon: ReturnType<typeof setTimeout> | undefined;
    let later: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(soon);
      clearTimeout(later);
      soon = undefined;
      later = setTimeout(refresh, EVERY_MS);
      if (document.visibilityState !== "visible") return;
      // Whoever was just refused gets the time to read why, before the page shows how things stand.
      const refusal = document.querySelector("[role=alert]");
      if (refusal && refusal !== read) {
        read = refusal;
        readSince = performance.now();
      }
      if (refusal && performance.now() - readSince < TO_READ_MS) return;
      refreshedAt = performance.now();
      void refreshWhenAlive(router);
    };
    // Many changes are one, and many pages do not all ask in the same moment.
    const receive = (data: unknown) => {
      const { withinMs } = data as { withinMs: number };
      const wait = Math.max(Math.random() * withinMs, refreshedAt + APART_MS - performance.now());
      if (withinMs === 0) clearTimeout(soon);
      else if (soon) return;
      soon = setTimeout(refresh, Math.max(0, wait));
    };
    const stop = listen("changes", { receive, poll: () => undefined });
    later = setTimeout(refresh, EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      stop();
      clearTimeout(soon);
      clearTimeout(later);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [router]);

  return null;
}
