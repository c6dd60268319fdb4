"use client";

import { useSyncExternalStore } from "react";
import en from "@/lib/i18n/messages/en/crash.json";
import zhTw from "@/lib/i18n/messages/zh-TW/crash.json";
import { errorNumber } from "./error-number";

const noChanges = () => () => undefined;

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
        {/* Loaded anew, since nobody knows what is broken; and every page carries this code. */}
        <a href="/" className="btn">
          {words.home}
        </a>
      </div>
      {number && (
        <p className="mt-6 text-muted text-sm">
          {words.number} <code>{number}</code>
        </p>
      )}
    </div>
  );
}
