/**
 * What web and worker agree on. A job carries ids, never state: a lost one is made up for by the
 * worker's sweep, a doubled one changes nothing.
 */
import { z } from "zod";

/** The queue of mails that wait to be sent; one job for each. */
export const MAIL_QUEUE = "mail";

/** Which mail to send; parsed when the job is consumed. */
export const mailJob = z.object({ mailId: z.int().positive() });

export type MailJob = z.output<typeof mailJob>;
