import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { AuditEntry } from "@/lib/audit/queries";
import { isLocale, LOCALE_NAMES } from "@/lib/i18n/locales";
import { MailKind } from "../outbox/mail-kind";
import { isAccountStatus, isEndCause, isField, isMailStatus } from "./known-words";

/** What the other columns say already. */
function isSaidElsewhere(field: string, { subjectType }: AuditEntry): boolean {
  return (
    field === "gpuId" || field === "userId" || (field === "status" && subjectType === "reservation")
  );
}

type Change = { readonly from: unknown; readonly to: unknown };
const isChange = (value: unknown): value is Change =>
  typeof value === "object" && value !== null && "from" in value && "to" in value;

/** One value in words, as far as it is a word of gpusched. */
function Value({ field, value, entry }: { field: string; value: unknown; entry: AuditEntry }) {
  const t = useTranslations("adminAudit");
  const account = useTranslations("adminAccounts.status");
  const cause = useTranslations("reservation.cause");
  if (field === "connectionInfo") return t("changed");
  if (value === null || value === "") return t("nothing");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value !== "string") return String(value);
  if (field === "mark") return t("minutesBefore", { minutes: value });
  if (field === "cause" && isEndCause(value)) return cause(value);
  if (field === "kind") return <MailKind kind={value} />;
  if (field === "locale" && isLocale(value)) return LOCALE_NAMES[value];
  if (field === "status" && entry.subjectType === "account" && isAccountStatus(value)) {
    return account(value);
  }
  if (field === "status" && isMailStatus(value)) return t(`mailStatus.${value}`);
  return value;
}

/** What changed from what to what, and other facts of an entry. */
export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const t = useTranslations("adminAudit");
  const show = (field: string, value: unknown): ReactNode => (
    <Value field={field} value={value} entry={entry} />
  );
  const facts = Object.entries(entry.details).filter(
    ([field, value]) => value !== null && !isSaidElsewhere(field, entry),
  );
  return (
    <ul className="flex flex-wrap gap-x-4">
      {facts.map(([field, value]) => (
        <li key={field}>
          <span className="text-muted">{isField(field) ? t(`field.${field}`) : field}</span>{" "}
          {isChange(value) ? (
            <>
              {show(field, value.from)} → {show(field, value.to)}
            </>
          ) : (
            show(field, value)
          )}
        </li>
      ))}
    </ul>
  );
}
