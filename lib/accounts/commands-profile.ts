import type { Actor } from "@/lib/actor";
import { changesBetween, record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import type { Locale } from "@/lib/i18n/locales";
import { announceMails } from "@/lib/jobs/producers";
import { confirmPassword } from "./credentials";
import { verificationMailBuckets } from "./limits";
import { mailLink } from "./links";
import type { EmailChange, Profile } from "./schema";
import { refuseTaken } from "./taken";
import { countAttempt } from "./throttle";

const PROFILE = { name: true, phone: true, lab: true, locale: true } as const;

/** Changes what the actor says about themselves. @throws FieldRefusals or Refusal for what is taken */
export async function updateProfile(actor: Actor, profile: Profile): Promise<void> {
  // Two who want each other's number are told here, and do not wait for one another in a circle.
  await refuseTaken({ phone: profile.phone }, actor.id);
  const where = { id: actor.id };
  const at = await now();
  const changed = db().$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where, select: PROFILE });
    const after = await tx.user.update({ where, data: profile, select: PROFILE });
    const details = changesBetween(before, after);
    if (Object.keys(details).length === 0) return;
    await record(tx, {
      at,
      actor,
      action: "account.edited",
      subjectType: "account",
      subjectId: actor.id,
      details,
    });
  });
  await changed.catch((error: unknown) => {
    throw explained(error);
  });
}

/**
 * Changes the actor's e-mail address. Needs their password, since links to reset it go there; the
 * address has to be verified again, and links mailed to the old one stop working.
 * @throws FieldRefusals or Refusal for what is taken, a wrong password or too many attempts
 */
export async function changeEmail(
  actor: Actor,
  { email, currentPassword }: EmailChange,
): Promise<void> {
  await confirmPassword(actor.id, currentPassword);
  // Counted whatever comes of it: nobody floods a mailbox, or asks which addresses are taken.
  await countAttempt(verificationMailBuckets(actor.id));
  await refuseTaken({ email }, actor.id);
  const at = await now();
  const where = { id: actor.id };
  const changed = db().$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where, select: { email: true } });
    if (before.email === email) return [];
    await tx.user.update({ where, data: { email, emailVerifiedAt: null } });
    await record(tx, {
      at,
      actor,
      action: "account.edited",
      subjectType: "account",
      subjectId: actor.id,
      details: changesBetween(before, { email }),
    });
    return [await mailLink(tx, { id: actor.id, email }, "VERIFY_EMAIL", at)];
  });
  const mails = await changed.catch((error: unknown) => {
    throw explained(error);
  });
  await announceMails(mails);
}

/** Speaks to the actor in another language from now on, in mails as well. */
export async function setLanguage(actor: Pick<Actor, "id">, locale: Locale): Promise<void> {
  await db().user.update({ where: { id: actor.id }, data: { locale } });
}
