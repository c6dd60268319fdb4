import { format } from "node:util";
import { log } from "../../lib/log";

/**
 * Puts what Next and other packages write to the console into the log: as lines of JSON like all
 * others, with the request, and without what may not stand there.
 */
export function takeConsole(): void {
  const to =
    (level: "info" | "warn" | "error") =>
    (...said: unknown[]) => {
      const error = said.find((part) => part instanceof Error);
      if (error) log[level]({ error }, "Next reported an error");
      else log[level]({}, format(...said).trim());
    };
  Object.assign(console, {
    debug: to("info"),
    error: to("error"),
    info: to("info"),
    log: to("info"),
    warn: to("warn"),
  });
}
