import { NeverAgain } from "@/lib/jobs/backend";
import { reportJob } from "@/lib/jobs/contracts";
import { log } from "@/lib/log";
import { storeReport } from "@/lib/stats/commands-store";

/** PostgreSQL's class of errors for values that it will never take. */
const isAboutValues = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^22/.test(String(error.code));

function giveUp(error: unknown, serverId?: number): never {
  log.error({ error, serverId }, "a report cannot be stored and is given up");
  throw new NeverAgain(String(error));
}

/** Stores the report that a job carries. What fails is tried again until the database takes it. */
export async function handleReportJob(data: unknown): Promise<void> {
  const { data: report, error } = reportJob.safeParse(data);
  if (!report) giveUp(error);
  await storeReport(report).catch((error: unknown) => {
    if (!isAboutValues(error)) throw error;
    giveUp(error, report.serverId);
  });
}
