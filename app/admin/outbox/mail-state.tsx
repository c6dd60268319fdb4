import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import { type GpuState, StateChip } from "@/components/ui/state-chip";
import type { Mail, MailState } from "@/lib/notifications/queries";

/** The portal's signs, in their meaning: all is well, be patient, something is wrong. */
const SIGNS: Readonly<Record<MailState, GpuState>> = {
  sent: "free",
  waiting: "turn",
  retrying: "turn",
  "no-smtp": "fault",
  "too-old": "fault",
  failed: "fault",
};

/** Whether a mail was sent and when; if not, why. */
export async function MailStateCell({ mail }: { mail: Mail }) {
  const t = await getTranslations("adminOutbox");
  const { state, attempts } = mail;
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <StateChip state={SIGNS[state]}>{t(`state.${state}`)}</StateChip>
      <span>
        {t.rich(`why.${state}`, {
          to: mail.sentTo ?? mail.user.email,
          attempts,
          error: mail.lastError ?? t("noError"),
          time: () => <LocalTime at={mail.sentAt ?? mail.nextAttemptAt} absolute />,
        })}
      </span>
    </div>
  );
}
