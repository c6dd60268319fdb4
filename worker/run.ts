import { randomUUID } from "node:crypto";
import { disconnect } from "@/lib/db";
import { MAIL_QUEUE, REPORT_QUEUE } from "@/lib/jobs/contracts";
import { closeProducers } from "@/lib/jobs/producers";
import { log } from "@/lib/log";
import { smtpAccount } from "@/lib/mail/smtp-account";
import { closeTransport } from "@/lib/mail/transport";
import { isMailServerAway } from "@/lib/notifications/noted";
import { packDays } from "@/lib/stats/pack";
import { rebuildWhenIntervalChanged } from "@/lib/stats/rebuild";
import { beat, goHome } from "@/lib/watch/commands-beat";
import { countOldEvents } from "@/lib/watch/commands-count";
import { aborted } from "./abort";
import { MAIL_JOBS, REPORT_JOBS } from "./capacity";
import { waitForDatabase } from "./database";
import { handleMailJob } from "./handlers/send-mail";
import { handleReportJob } from "./handlers/store-report";
import { every } from "./sweep/every";
import { prune } from "./sweep/prune";
import { sendDueMails } from "./sweep/send-due-mails";
import { settleDueGpus } from "./sweep/settle-due-gpus";
import { watchHealth } from "./sweep/watch-health";
import { takeJobs } from "./take-jobs";

const SWEEP_MS = 2_000;
const HEALTH_MS = 5_000;
const COUNT_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Works until `signal` aborts; returns once what was begun is finished. */
export async function work(signal: AbortSignal): Promise<void> {
  await waitForDatabase(signal);
  if (signal.aborted) return;
  const account = smtpAccount();
  log.info(
    { server: account?.server },
    account ? "the worker sends mails" : "no SMTP settings: mails wait in the outbox",
  );
  const id = randomUUID();
  // A beat says that the round is over, whatever failed in it: a worker that hangs says nothing.
  const round = () => settleDueGpus().finally(() => beat(id, isMailServerAway()));
  const jobs = [
    takeJobs({ queue: MAIL_QUEUE, handle: handleMailJob, concurrency: MAIL_JOBS }, signal),
    takeJobs({ queue: REPORT_QUEUE, handle: handleReportJob, concurrency: REPORT_JOBS }, signal),
  ];
  const sweeps = [
    every(SWEEP_MS, "sweeping the GPUs", round),
    every(SWEEP_MS, "sweeping the outbox", sendDueMails),
    every(HEALTH_MS, "watching the servers", watchHealth()),
    every(COUNT_MS, "counting what happened", countOldEvents),
    every(HOUR_MS, "pruning", prune),
    every(HOUR_MS, "packing past days", packDays),
    every(HOUR_MS, "adding samples up anew", rebuildWhenIntervalChanged),
  ];
  await aborted(signal);
  await Promise.all([...jobs, ...sweeps.map((sweep) => sweep.stop())]);
  await goHome(id).catch(() => undefined);
  closeTransport();
  await closeProducers();
  await disconnect();
}
