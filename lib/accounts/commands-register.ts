import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import type { Locale } from "@/lib/i18n/locales";
import { announceMails } from "@/lib/jobs/producers";
import { notifyUnlessMuted } from "@/lib/notifications/commands";
import { registrationBuckets } from "./limits";
import { mailLink } from "./links";
import { hashPassword } from "./passwords";
import type { Registration } from "./schema";
import { refuseTaken } from "./taken";
import { countAttempt } from "./throttle";

/**
 * Makes an account that awaits approval, tells every active administrator, and mails a link that
 * proves the e-mail address. Returns the account's id.
 * @throws FieldRefusals or Refusal for what is taken, "too-many-attempts" or "busy"
 */
export async function register(
  registration: Registration,
  from: { address: string | null; locale: Locale },
): Promise<number> {
  const { username, name, email, phone, lab, password } = registration;
  await countAttempt(registrationBuckets(from.address));
  await refuseTaken(registration, null);
  const passwordHash = await hashPassword(password);
  const at = await now();
  const made = db().$transaction(async (tx) => {
    const { locale } = from;
    const data = { username, name, email, phone, lab, locale, passwordHash, createdAt: at };
    const account = await tx.user.create({ data, select: { id: true, email: true } });
    const actor = { id: account.id, address: from.address };
    await record(tx, {
      at,
      actor,
      action: "account.registered",
      subjectType: "account",
      subjectId: account.id,
      details: { username, email, lab },
    });
    const administrators = await tx.user.findMany({
      where: { isAdmin: true, status: "ACTIVE" },
      select: { id: true },
    });
    const facts = { accountId: account.id, username, name, lab };
    const mails: number[] = [];
    for (const { id } of administrators) {
      const notice = { kind: "registration-received", facts } as const;
      const mail = await notifyUnlessMuted(tx, id, notice, at);
      if (mail !== null) mails.push(mail);
    }
    mails.push(await mailLink(tx, account, "VERIFY_EMAIL", at));
    return { id: account.id, mails };
  });
  const { id, mails } = await made.catch((error: unknown) => {
    throw explained(error);
  });
  await announceMails(mails);
  return id;
}
