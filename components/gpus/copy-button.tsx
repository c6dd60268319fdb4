"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";

type Props = { text: string; copy: string; copied: string };

const DONE_MS = 2_000;
const never = () => () => undefined;

/** Copies a text. Only its place is there where the browser cannot copy (no JavaScript, no https). */
export function CopyButton({ text, copy, copied }: Props) {
  const canCopy = useSyncExternalStore(
    never,
    () => Boolean(navigator.clipboard),
    () => false,
  );
  const [isDone, setDone] = useState(false);

  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [isDone]);

  const Icon = isDone ? Check : Copy;
  return (
    <button
      type="button"
      className={`btn ${canCopy ? "" : "invisible"}`}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setDone(true),
          () => undefined,
        )
      }
    >
      <Icon aria-hidden className="size-4" />
      <span aria-live="polite">{isDone ? copied : copy}</span>
    </button>
  );
}
