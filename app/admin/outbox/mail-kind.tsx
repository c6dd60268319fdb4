import { useTranslations } from "next-intl";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/notifications/kinds";

const isKnown = (kind: string): kind is NoticeKind => NOTICE_KINDS.some((known) => known === kind);

/** What a mail is about, in words; one of a kind that this version does not know by its code. */
export function MailKind({ kind }: { kind: string }) {
  const t = useTranslations("adminOutbox");
  return isKnown(kind) ? t(`kind.${kind}`) : kind;
}
