import { getTranslations } from "next-intl/server";
import type { GpuState } from "@/components/ui/state-chip";
import { formatDuration, type TimeView } from "@/lib/i18n/format";
import type { Health } from "@/lib/watch/judge";

/** A part of the portal: how it is, and in a sentence what that means. */
export type PartInWords = {
  readonly name: string;
  readonly sign: Extract<GpuState, "free" | "fault" | "disabled">;
  readonly sentence: string;
  readonly href?: string;
};

/** The statistics agents; they are no part of the portal, and no fault of it. */
export type Agents = { readonly count: number; readonly silent: number };

const signOf = (ok: boolean) => (ok ? "free" : "fault");

/** How each part is, what matters most first. */
export async function partsInWords(
  health: Health,
  agents: Agents,
  { locale }: TimeView,
): Promise<PartInWords[]> {
  const t = await getTranslations("adminStatus");
  const { database, worker, turns, mail, jobs } = health;
  const time = (length: number | null) => formatDuration(length, locale);

  const workerSentence = () => {
    if (!database.ok) return t("worker.unknown");
    if (worker.ok) return t("worker.ok", { count: worker.alive });
    return worker.silentMs === null
      ? t("worker.none")
      : t("worker.silent", { time: time(worker.silentMs) });
  };
  const turnsSentence = () => {
    if (!database.ok) return t("turns.unknown");
    const { dueGpus: count, oldestDueMs } = turns;
    if (!turns.ok) return t("turns.failing", { count, time: time(oldestDueMs) });
    return count > 0 ? t("turns.due", { count }) : t("turns.ok");
  };
  const mailSentence = () => {
    if (!database.ok) return t("mail.unknown");
    const count = mail.untried + mail.retried;
    if (!mail.hasServer) return t("mail.off", { count });
    if (mail.awayMs !== null) return t("mail.away", { count, time: time(mail.awayMs) });
    return count > 0 ? t("mail.waiting", { count, time: time(mail.oldestUnsentMs) }) : t("mail.ok");
  };
  const jobsSentence = () => {
    if (!jobs.queues) return t("jobs.failing");
    const [mails, reports] = [jobs.queues.mail.waiting, jobs.queues.report.waiting];
    return jobs.ok ? t("jobs.ok", { mails, reports }) : t("jobs.full", { reports });
  };

  return [
    { name: t("turns.name"), sign: signOf(turns.ok), sentence: turnsSentence() },
    { name: t("worker.name"), sign: signOf(worker.ok), sentence: workerSentence() },
    {
      name: t("mail.name"),
      sign: mail.hasServer || !database.ok ? signOf(mail.ok) : "disabled",
      sentence: mailSentence(),
      href: "/admin/outbox",
    },
    { name: t("jobs.name"), sign: signOf(jobs.ok), sentence: jobsSentence() },
    {
      name: t("database.name"),
      sign: signOf(database.ok),
      sentence: database.ok ? t("database.ok") : t("database.failing"),
    },
    {
      name: t("agents.name"),
      sign: agents.count === 0 ? "disabled" : signOf(agents.silent === 0),
      sentence: agents.silent > 0 ? t("agents.failing", agents) : t("agents.ok", agents),
      href: "/admin/servers",
    },
  ];
}
