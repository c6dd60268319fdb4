/**
 * Mailed single-use links. The database keeps when a link ends and whether it was used; the
 * signature that makes it a key stands only in the mail.
 */
import { z } from "zod";
import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { notify } from "@/lib/notifications/commands";
import { portalUrl } from "@/lib/settings";
import type { LinkOwner } from "./queries-links";
import { isSignature, signature } from "./signature";

export type LinkPurpose = "VERIFY_EMAIL" | "RESET_PASSWORD";

const MINUTE_MS = 60_000;

/** How long each kind of link works. Source: the product's table of e-mails. */
const LIFE_MINUTES: Readonly<Record<LinkPurpose, number>> = {
  VERIFY_EMAIL: 24 * 60,
  RESET_PASSWORD: 30,
};

const PATHS: Readonly<Record<LinkPurpose, string>> = {
  VERIFY_EMAIL: "/verify-email",
  RESET_PASSWORD: "/reset-password",
};

/** What the mail carries: the link's id and our signature of it for this purpose alone. */
export function linkToken(linkId: string, purpose: LinkPurpose): string {
  return `${linkId}.${signature(`link ${purpose}`, linkId)}`;
}

/** The address to open, as the mail shows it. */
export function linkUrl(linkId: string, purpose: LinkPurpose): string {
  return `${portalUrl()}${PATHS[purpose]}?token=${linkToken(linkId, purpose)}`;
}

/** The id in a token that we made for this purpose, or null. */
export function linkIdIn(token: string, purpose: LinkPurpose): string | null {
  const [linkId = "", claimed = ""] = token.split(".");
  if (!z.uuid().safeParse(linkId).success) return null;
  return isSignature(claimed, `link ${purpose}`, linkId) ? linkId : null;
}

/** Makes a link for an account, bound to the e-mail address it has now. Returns the link's id. */
export async function issueLink(
  tx: Prisma.TransactionClient,
  account: { id: number; email: string },
  purpose: LinkPurpose,
  at: Date,
): Promise<string> {
  const { id } = await tx.link.create({
    data: {
      userId: account.id,
      purpose,
      email: account.email,
      createdAt: at,
      expiresAt: new Date(at.getTime() + LIFE_MINUTES[purpose] * MINUTE_MS),
    },
    select: { id: true },
  });
  return id;
}

/** Makes a link and puts the mail that carries it into the outbox. Returns the mail's id. */
export async function mailLink(
  tx: Prisma.TransactionClient,
  account: { id: number; email: string },
  purpose: LinkPurpose,
  at: Date,
): Promise<number> {
  const linkId = await issueLink(tx, account, purpose, at);
  const kind = purpose === "VERIFY_EMAIL" ? "verify-email" : "reset-password";
  return notify(tx, account.id, { kind, facts: { linkId } }, at);
}

/**
 * Uses a link up, in the transaction of what it allows; of two at once only one succeeds.
 * @throws Refusal "link-invalid" when it does not work (any more)
 */
export async function takeLink(
  tx: Prisma.TransactionClient,
  token: string,
  purpose: LinkPurpose,
  at: Date,
): Promise<LinkOwner> {
  const id = linkIdIn(token, purpose);
  if (!id) throw new Refusal("link-invalid");
  // The account before its links, as whoever ends them all (`endLinks`) has it locked already.
  await tx.$queryRaw`
    SELECT u.id FROM "user" u JOIN link l ON l.user_id = u.id
    WHERE l.id = ${id}::uuid FOR NO KEY UPDATE OF u`;
  const taken = await tx.link.updateManyAndReturn({
    where: { id, purpose, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
    select: { userId: true, email: true },
  });
  const [link] = taken;
  if (!link) throw new Refusal("link-invalid");
  const owner = await tx.user.findFirst({
    where: { id: link.userId, email: link.email, status: { not: "DISABLED" } },
    select: { id: true, username: true, email: true },
  });
  if (!owner) throw new Refusal("link-invalid");
  return owner;
}

/** Ends every unused link of a purpose, since what it was for has been done. */
export async function endLinks(
  tx: Prisma.TransactionClient,
  accountId: number,
  purpose: LinkPurpose,
  at: Date,
): Promise<void> {
  await tx.link.updateMany({
    where: { userId: accountId, purpose, usedAt: null },
    data: { usedAt: at },
  });
}
