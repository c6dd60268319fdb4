import { headers } from "next/headers";

/**
 * The network address of whoever sent the request. Our own server (scripts/web) writes the header
 * anew on every request, so that no visitor can choose it.
 */
export async function clientAddress(): Promise<string | null> {
  return (await headers()).get("x-forwarded-for")?.slice(0, 60) ?? null;
}
