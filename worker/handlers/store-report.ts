import { NeverAgain } from "@/lib/jobs/backend";
import { reportJob } from "@/lib/jobs/contracts";
import { log } from "@/lib/log";
import { storeReport } from "@/lib/stats/commands-store";

/** PostgreSQL's class of errors for values that it will never take. */
const isAboutValues = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^22/.test(String(error.code));

/** Stores the report that a job carries. What fails is tried again until the database takes it. */
export async function handleReportJob(data: unknown): Promise<void> {
  const report = reportJob.parse(data);
  try {
    await storeReport(report);
  } catch (error) {
    if (!isAboutValues(error)) throw error;
    log.error({ error, serverId: report.serverId }, "a report cannot be stored and is given up");
    throw new NeverAgain(String(error));
  }
}
