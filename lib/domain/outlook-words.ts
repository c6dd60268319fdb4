/** Which of the two starts of an outlook are worth saying. Apart from what makes them, which no page needs. */
import { type Instant, MINUTE } from "./words";

type Starts = { readonly startsAt: Instant | null; readonly fullUseAt: Instant | null };

/** Nothing is known but the rules: the likely start is that of full use. */
export const isFullUse = ({ startsAt, fullUseAt }: Starts): boolean => startsAt === fullUseAt;

/** The start at full use where it is so much later that it is worth a second number; else null. */
export function laterAtFullUse({ startsAt, fullUseAt }: Starts): Instant | null {
  if (startsAt === null || fullUseAt === null) return null;
  return fullUseAt - startsAt >= 15 * MINUTE ? fullUseAt : null;
}
