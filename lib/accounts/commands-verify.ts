import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { verificationMailBuckets } from "./limits";
import { mailLink, takeLink } from "./links";
import { countAttempt } from "./throttle";

/** Uses a mailed link up: the account's e-mail address is its user's. @throws Refusal "link-invalid" */
export async function verifyEmail(token: string, address: string | null): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    const { id, email } = await takeLink(tx, token, "VERIFY_EMAIL", at);
    const { count } = await tx.user.updateMany({
      where: { id, email },
      data: { emailVerifiedAt: at },
    });
    if (count === 0) throw new Refusal("link-invalid");
    await record(tx, {
      at,
      actor: { id, address },
      action: "account.email-verified",
      subjectType: "account",
      subjectId: id,
      details: { email },
    });
  });
}

/** Mails the link once more, when there is still something to verify. @throws Refusal */
export async function resendVerification(actor: Actor): Promise<void> {
  const at = await now();
  const account = await db().user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { id: true, email: true, emailVerifiedAt: true },
  });
  if (account.emailVerifiedAt) return;
  await countAttempt(verificationMailBuckets(actor.id));
  const mail = await db().$transaction((tx) => mailLink(tx, account, "VERIFY_EMAIL", at));
  await announceMails([mail]);
}
