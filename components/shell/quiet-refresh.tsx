"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { refreshWhenAlive } from "@/components/ui/refresh-when-alive";

const EVERY_MS = 15_000;

/**
 * Keeps what a page shows true while somebody looks at it. What is typed, open or focused stays as
 * it is: only what the server says anew changes.
 */
export function QuietRefresh() {
  const router = useRouter();

  useEffect(() => {
    let read: Element | null = null;
    const refresh = () => {
      if (document.visibilityState !== "visible") return;
      // Whoever was just refused gets the time to read why, before the page shows how things stand.
      const refusal = document.querySelector("[role=alert]");
      if (refusal && refusal !== read) {
        read = refusal;
        return;
      }
      void refreshWhenAlive(router);
    };
    const timer = setInterval(refresh, EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [router]);

  return null;
}
