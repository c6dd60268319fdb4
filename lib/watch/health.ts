import { jobCounts } from "@/lib/jobs/producers";
import { smtpAccount } from "@/lib/mail/smtp-account";
import { outageOf } from "@/lib/outage";
import { shared, within } from "./bounded";
import { type Health, judge } from "./judge";
import { readOverdue, readSigns } from "./queries";

/** Whoever asks has an answer within this time, and a little, whatever hangs. */
const LONGEST_MS = 3_000;
/** So long an answer stands for all who ask. */
const FRESH_MS = 1_000;

const database = outageOf("asking the database how the portal is");
const queues = outageOf("counting jobs");

async function fromDatabase() {
  const signs = await readSigns();
  return { signs, overdue: await readOverdue(signs.now) };
}
const askDatabase = shared(fromDatabase);

/** What comes of a question in time, or null; the log is told once that nothing does. */
async function known<Answer>(answer: Promise<Answer>, outage: ReturnType<typeof outageOf>) {
  try {
    const found = await within(LONGEST_MS, answer);
    outage.ended();
    return found;
  } catch (error) {
    outage.began(error);
    return null;
  }
}

async function find(): Promise<Health> {
  const [found, jobs] = await Promise.all([
    known(askDatabase(), database),
    known(jobCounts(), queues),
  ]);
  return judge({
    hasMailServer: smtpAccount() !== null,
    signs: found?.signs ?? null,
    overdue: found?.overdue ?? null,
    jobs,
  });
}

/** How the portal is. Never throws; answers within some three seconds. */
export const readHealth: () => Promise<Health> = shared(find, FRESH_MS);
