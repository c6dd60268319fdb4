import { mailJob } from "@/lib/jobs/contracts";
import { smtpAccount } from "@/lib/mail/smtp-account";
import { deliver } from "@/lib/notifications/deliver";

/** Sends the mail that a job names. What fails is written into the outbox and tried by the sweep. */
export async function handleMailJob(data: unknown): Promise<void> {
  const { mailId } = mailJob.parse(data);
  if (smtpAccount()) await deliver(mailId);
}
