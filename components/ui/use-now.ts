"use client";

import { useEffect, useState } from "react";
import { serverNow } from "./server-clock";

const EVERY_MS = 20_000;

/** The server's time, near enough for what grows old; `initial` is that at which the page was made. */
export function useNow(initial: number): number {
  const [now, setNow] = useState(initial);

  useEffect(() => {
    const update = () => setNow(serverNow());
    update();
    const timer = setInterval(update, EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  return now;
}
