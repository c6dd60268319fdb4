import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { type LinkPurpose, linkIdIn } from "./links";

export type LinkOwner = { readonly id: number; readonly username: string; readonly email: string };

/** Whose link this is, while it works: unused, not over, address unchanged, account not disabled. */
export async function ownerOfLink(token: string, purpose: LinkPurpose): Promise<LinkOwner | null> {
  const id = linkIdIn(token, purpose);
  if (!id) return null;
  const at = await now();
  const link = await db().link.findFirst({
    where: {
      id,
      purpose,
      usedAt: null,
      expiresAt: { gt: at },
      user: { status: { not: "DISABLED" } },
    },
    select: { email: true, user: { select: { id: true, username: true, email: true } } },
  });
  return link && link.email === link.user.email ? link.user : null;
}

/** Whether the address to which this link was mailed is its account's, and confirmed already. */
export async function isConfirmedBy(token: string): Promise<boolean> {
  const id = linkIdIn(token, "VERIFY_EMAIL");
  if (!id) return false;
  const link = await db().link.findFirst({
    where: { id, purpose: "VERIFY_EMAIL", user: { emailVerifiedAt: { not: null } } },
    select: { email: true, user: { select: { email: true } } },
  });
  return link !== null && link.email === link.user.email;
}
