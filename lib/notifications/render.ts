import { linkUrl } from "@/lib/accounts/links";
import { type MailedCalendar, mailedCalendar } from "@/lib/calendar/mailed";
import { isMutable } from "@/lib/domain/mail-kinds";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { layOutMail, oneLine } from "@/lib/mail/layout";
import { draftOf } from "@/lib/mail/templates";
import { type Links, wordingFor } from "@/lib/mail/templates/wording";
import { portalUrl, settings } from "@/lib/settings";
import { type Notice, noticeSchema } from "./kinds";

/** A row of the outbox with what is known of its recipient. */
export type StoredMail = {
  readonly kind: string;
  readonly payload: unknown;
  readonly reservationId: number | null;
  readonly locale: string;
  readonly name: string;
  readonly username: string;
  readonly email: string;
};

/** A mail as people read it. */
export type RenderedMail = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What calendars take from it. */
  readonly calendar: MailedCalendar | null;
};

const page = (path: string) => `${portalUrl()}${path}`;

const REAL_LINKS: Links = {
  page,
  verifyEmail: (linkId) => linkUrl(linkId, "VERIFY_EMAIL"),
  resetPassword: (linkId) => linkUrl(linkId, "RESET_PASSWORD"),
};

// Whoever reads the outbox must not be able to act as the recipient.
const REDACTED_LINKS: Links = {
  page,
  verifyEmail: () => page("/verify-email?token=hidden"),
  resetPassword: () => page("/reset-password?token=hidden"),
};

function noticeIn({ kind, payload }: StoredMail): Notice {
  const parsed = noticeSchema.safeParse({ kind, facts: payload });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(issues.join("; "));
}

/**
 * Makes the text of a mail from the facts in the outbox.
 * @param options `redacted` puts a placeholder in the place of signed links; `now` is the instant
 * (epoch ms) at which it is read, on whose day a time needs no date
 * @throws Error when the row is none that can be rendered
 */
export function renderMail(
  mail: StoredMail,
  { redacted, now }: { redacted: boolean; now: number },
): RenderedMail {
  const notice = noticeIn(mail);
  const locale = isLocale(mail.locale) ? mail.locale : DEFAULT_LOCALE;
  const wording = wordingFor({
    locale,
    timeZone: settings().LAB_TIME_ZONE,
    now,
    to: mail,
    links: redacted ? REDACTED_LINKS : REAL_LINKS,
  });
  const draft = draftOf(notice, mail.reservationId, wording);
  const { t } = wording;
  const parts = layOutMail({
    locale,
    preheader: draft.paragraphs[0] ?? "",
    title: draft.title ?? draft.subject,
    paragraphs: [t("greeting", { name: mail.name }), ...draft.paragraphs],
    facts: draft.facts,
    button: draft.button,
    footer: t("footer", { portal: portalUrl() }),
    // Nobody should have to look for where a mail is switched off.
    footerLink: isMutable(notice.kind)
      ? { label: t("preferences"), url: page("/profile#mails") }
      : undefined,
  });
  return { subject: oneLine(draft.subject), ...parts, calendar: mailedCalendar(notice, mail) };
}
