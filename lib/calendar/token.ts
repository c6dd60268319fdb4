/**
 * The address of a calendar. The database keeps the feed's id; the signature that makes it a key
 * stands only in the address.
 */
import { z } from "zod";
import { isSignature, signature } from "@/lib/accounts/signature";
import { portalUrl } from "@/lib/settings";

const PURPOSE = "calendar";
const ENDING = ".ics";

/** Where a feed can be read, by whoever knows this. */
export function feedUrl(feedId: string): string {
  return `${portalUrl()}/api/calendar/${feedId}.${signature(PURPOSE, feedId)}${ENDING}`;
}

/** The feed's id in the last part of an address that we made, or null. */
export function feedIdIn(segment: string): string | null {
  if (!segment.endsWith(ENDING)) return null;
  const [feedId = "", claimed = "", ...rest] = segment.slice(0, -ENDING.length).split(".");
  if (rest.length > 0 || !z.uuid().safeParse(feedId).success) return null;
  return isSignature(claimed, PURPOSE, feedId) ? feedId : null;
}
