"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";
import en from "@/lib/i18n/messages/en/crash.json";
import zhTw from "@/lib/i18n/messages/zh-TW/crash.json";

const noChanges = () => () => undefined;

/** The number under which the server logged an error. */
export function errorNumber(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined;
}

/** Stands where a page failed. It may not ask the server for anything, its words included. */
export function Crash({ error, retry }: { error: unknown; retry: () => void }) {
  const language = useSyncExternalStore(
    noChanges,
    () => document.documentElement.lang,
    () => "",
  );
  const words = language === "en" ? en : zhTw;
  const number = errorNumber(error);
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="font-semibold text-2xl">{words.title}</h1>
      <p className="mt-2 text-muted">{words.text}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        <button type="button" className="btn btn-primary" onClick={retry}>
          {words.retry}
        </button>
        <Link href="/" className="btn">
          {words.home}
        </Link>
      </div>
      {number && (
        <p className="mt-6 text-muted text-sm">
          {words.number} <code>{number}</code>
        </p>
      )}
    </div>
  );
}
