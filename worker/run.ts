import { disconnect } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { log } from "@/lib/log";
import { smtpAccount } from "@/lib/mail/smtp-account";
import { closeTransport } from "@/lib/mail/transport";
import { aborted } from "./abort";
import { waitForDatabase } from "./database";
import { takeMailJobs } from "./mail-jobs";
import { every } from "./sweep/every";
import { pruneLinks } from "./sweep/prune";
import { sendDueMails } from "./sweep/send-due-mails";
import { settleDueGpus } from "./sweep/settle-due-gpus";

const SWEEP_MS = 2_000;
const HOUR_MS = 3_600_000;

/** Works until `signal` aborts; returns once what was begun is finished. */
export async function work(signal: AbortSignal): Promise<void> {
  await waitForDatabase(signal);
  if (signal.aborted) return;
  const account = smtpAccount();
  log.info(
    { from: account?.from, server: account?.server },
    account ? "the worker sends mails" : "no SMTP settings: mails wait in the outbox",
  );
  const jobs = takeMailJobs(signal);
  const sweeps = [
    every(SWEEP_MS, "sweeping the GPUs", settleDueGpus),
    every(SWEEP_MS, "sweeping the outbox", sendDueMails),
    every(HOUR_MS, "pruning links", pruneLinks),
  ];
  await aborted(signal);
  await Promise.all([jobs, ...sweeps.map((sweep) => sweep.stop())]);
  closeTransport();
  await closeProducers();
  await disconnect();
}
