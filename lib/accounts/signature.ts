import { createHmac, timingSafeEqual } from "node:crypto";
import { secret } from "@/lib/settings";

/**
 * Signs a text under the portal's secret. What it is signed for is part of it, so that a
 * signature made for one thing proves nothing about another.
 */
export function signature(purpose: string, text: string): string {
  return createHmac("sha256", secret()).update(`${purpose}\n${text}`).digest("base64url");
}

/** Whether we made this signature; takes equally long for every wrong one. */
export function isSignature(claimed: string, purpose: string, text: string): boolean {
  const ours = Buffer.from(signature(purpose, text));
  const theirs = Buffer.from(claimed);
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
