/**
 * What web and worker agree on; parsed when a job is consumed. A job that comes twice changes
 * nothing.
 */
import { z } from "zod";
import { REQUEST_ID } from "../request-id";

/** The request that caused a job, so that the worker's log tells it as well. */
const cause = { requestId: z.string().regex(REQUEST_ID).optional().catch(undefined) };

/** The request that caused a job, whatever else is wrong with it. */
export const requestOf = (job: unknown): string | undefined =>
  z.object(cause).safeParse(job).data?.requestId;

/**
 * The queue of mails that wait to be sent; one job for each. It carries ids, never state: a lost
 * one is made up for by the worker's sweep.
 */
export const MAIL_QUEUE = "mail";

/** Which mail to send. */
export const mailJob = z.object({ mailId: z.int().positive(), ...cause });

export type MailJob = z.output<typeof mailJob>;

/** The queue of agents' reports that wait to be stored. They stand nowhere else. */
export const REPORT_QUEUE = "report";

const instant = z.number();

/** A report as it came. */
export const reportJob = z.object({
  /** The server whose token came with it. */
  serverId: z.int().positive(),
  /** By PostgreSQL's clock, in epoch ms. */
  receivedAt: instant,
  /** By the agent's own clock, if it told it. */
  sentAt: instant.nullable(),
  body: z.string(),
  ...cause,
});

export type ReportJob = z.output<typeof reportJob>;
