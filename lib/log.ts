/**
 * The log: one JSON line per event on stderr, with a level, a sentence, what belongs to it, and the
 * request for which it happened. Written before the call returns, so that a crash loses none.
 */
import pino from "pino";
import { redacted, safe } from "./logging/redact";
import { requestId } from "./request-id";

type Details = Readonly<Record<string, unknown>>;

// Not pino's own destination: process.stderr is written at once on Linux, whatever stands behind it.
const lines = pino(
  {
    base: null,
    messageKey: "sentence",
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (level) => ({ level }) },
  },
  process.stderr,
);

function write(level: "info" | "warn" | "error", details: Details, sentence: string): void {
  const request = requestId();
  const described = safe(details);
  lines[level]({ ...(request && { request }), ...(described as Details) }, redacted(sentence));
}

export const log = {
  info: (details: Details, sentence: string) => write("info", details, sentence),
  warn: (details: Details, sentence: string) => write("warn", details, sentence),
  error: (details: Details, sentence: string) => write("error", details, sentence),
};
