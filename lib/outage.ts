import { log } from "./log";

/**
 * Tells the log once that something fails and once that it works again, however often it was
 * tried in between: a server that is away for a night must not fill the disk. Another error is
 * told again.
 */
export function outageOf(what: string) {
  let told: string | undefined;
  return {
    began(error: unknown): void {
      const cause = String(error);
      if (told !== cause) log.error({ error }, `${what} failed; it is tried again until it works`);
      told = cause;
    },
    ended(): void {
      if (told !== undefined) log.info({}, `${what} works again`);
      told = undefined;
    },
  };
}
