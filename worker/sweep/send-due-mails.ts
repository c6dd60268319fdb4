import { smtpAccount } from "@/lib/mail/smtp-account";
import { deliver } from "@/lib/notifications/deliver";
import { dueMails, giveUpOldMails } from "@/lib/notifications/due";
import { SWEPT_MAILS } from "../capacity";
import { inParallel } from "../in-parallel";

const MOST_PER_ROUND = 50;

/**
 * Sends what the outbox holds and no job brought: after a failure, or when the job was lost. Any
 * number of workers may do it at once. When the server takes no mail at all, the rest of the
 * round is left for the next one. Without SMTP settings the outbox just waits.
 */
export async function sendDueMails(): Promise<void> {
  if (!smtpAccount()) return;
  await giveUpOldMails();
  let available = true;
  await inParallel(await dueMails(MOST_PER_ROUND), SWEPT_MAILS, async (id) => {
    if (available && (await deliver(id)) === "unavailable") available = false;
  });
}
