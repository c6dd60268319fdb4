"use client";

import { useEffect, useState } from "react";
import { formatWhen, type TimeView } from "@/lib/i18n/format";
import { serverNow } from "./server-clock";

const REFRESH_MS = 20_000;

/** A relative time that stays true while the page is open. */
export function LiveTime({ at, view, initial }: { at: number; view: TimeView; initial: string }) {
  const [text, setText] = useState(initial);

  useEffect(() => {
    const update = () => setText(formatWhen(at, { ...view, now: serverNow() }));
    update();
    const timer = setInterval(update, REFRESH_MS);
    return () => clearInterval(timer);
  }, [at, view]);

  return <time dateTime={new Date(at).toISOString()}>{text}</time>;
}
