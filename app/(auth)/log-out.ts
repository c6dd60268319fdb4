"use server";

import { redirect } from "next/navigation";
import { deleteSessionCookie } from "@/lib/web/session-cookie";

/** Ends this browser's session. */
export async function logOut(): Promise<void> {
  await deleteSessionCookie();
  redirect("/login?notice=logged-out");
}
