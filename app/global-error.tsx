"use client";

import { errorNumber } from "@/components/shell/error-number";
import en from "@/lib/i18n/messages/en/crash.json";
import zhTw from "@/lib/i18n/messages/zh-TW/crash.json";
import "./globals.css";

/** Stands where even the frame of the pages failed: nothing is known of the reader. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const number = errorNumber(error);
  return (
    <html lang="zh-TW">
      <body className="page max-w-2xl py-16">
        <title>gpusched</title>
        {[zhTw, en].map((words) => (
          <section key={words.title} lang={words === en ? "en" : undefined} className="mb-8">
            <h1 className="font-semibold text-2xl">{words.title}</h1>
            <p className="mt-2 text-muted">{words.text}</p>
            <button type="button" className="btn btn-primary mt-4" onClick={retry}>
              {words.retry}
            </button>
          </section>
        ))}
        {number && <code>{number}</code>}
      </body>
    </html>
  );
}
