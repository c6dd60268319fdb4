import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { findCredentials } from "./credentials";
import { resetMailBuckets, resetRequestBuckets } from "./limits";
import { mailLink, takeLink } from "./links";
import { refusePersonal, replacePassword } from "./new-password";
import { hashPassword } from "./passwords";
import { ownerOfLink } from "./queries-links";
import { countAttempt } from "./throttle";

/**
 * Counts a wish for a reset link, before anything is looked up.
 * @throws Refusal "too-many-attempts" for this network address
 */
export function countResetRequest(address: string | null): Promise<void> {
  return countAttempt(resetRequestBuckets(address));
}

/**
 * Mails a link with which to choose a new password, when there is such an account and it is not
 * disabled. Tells nobody whether it did.
 */
export async function mailResetLink(login: string, address: string | null): Promise<void> {
  const found = await findCredentials(login);
  if (!found || found.status === "DISABLED") return;
  try {
    await countAttempt(resetMailBuckets(found.id));
  } catch (error) {
    // Enough mails are on their way, and the links in them work.
    if (error instanceof Refusal) return;
    throw error;
  }
  const at = await now();
  const mail = await db().$transaction(async (tx) => {
    const account = await tx.user.findUniqueOrThrow({
      where: { id: found.id },
      select: { id: true, email: true },
    });
    await record(tx, {
      at,
      actor: { id: null, address },
      action: "account.reset-requested",
      subjectType: "account",
      subjectId: account.id,
    });
    return mailLink(tx, account, "RESET_PASSWORD", at);
  });
  await announceMails([mail]);
}

/** Chooses a new password with a mailed link. Returns the account's id. @throws Refusal */
export async function resetPassword(
  token: string,
  password: string,
  address: string | null,
): Promise<number> {
  // Before the hash is computed, so that made-up links cost nothing.
  const owner = await ownerOfLink(token, "RESET_PASSWORD");
  if (!owner) throw new Refusal("link-invalid");
  refusePersonal(password, owner);
  const passwordHash = await hashPassword(password);
  const at = await now();
  await db().$transaction(async (tx) => {
    const { id } = await takeLink(tx, token, "RESET_PASSWORD", at);
    await replacePassword(tx, { id }, passwordHash, at);
    await record(tx, {
      at,
      actor: { id, address },
      action: "account.password-reset",
      subjectType: "account",
      subjectId: id,
    });
  });
  return owner.id;
}
