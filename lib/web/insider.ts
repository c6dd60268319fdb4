import { createHash, timingSafeEqual } from "node:crypto";
import { settings } from "../settings";

/** Written by our own server (scripts/web/local.ts) on every request that comes from this machine. */
export const LOCAL_HEADER = "x-gpusched-local";

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Whether a program asks that may know how the portal is: one on this machine, or one that sends
 * METRICS_TOKEN.
 */
export function isInsider({ headers }: Request): boolean {
  if (headers.get(LOCAL_HEADER) === "1") return true;
  const { METRICS_TOKEN } = settings();
  const [, told] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (!METRICS_TOKEN || !told) return false;
  // Digests are of one length, and comparing them tells nothing of how much was guessed right.
  return timingSafeEqual(digest(told), digest(METRICS_TOKEN));
}
