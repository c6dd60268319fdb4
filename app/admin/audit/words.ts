/** An entry of the log in words, for the page and for the file alike. */
import { isAuditAction } from "@/lib/audit/actions";
import type { AuditEntry } from "@/lib/audit/queries";
import { formatAbsolute, formatHours, formatTemperature, type TimeView } from "@/lib/i18n/format";
import { isLocale, LOCALE_NAMES } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { isAccountStatus, isEndCause, isField, isMailKind, isMailStatus } from "./known-words";

type Change = { readonly from: unknown; readonly to: unknown };
const isChange = (value: unknown): value is Change =>
  typeof value === "object" && value !== null && "from" in value && "to" in value;

/** One field of an entry: what it is, or what it was and has become. */
export type Detail = {
  readonly field: string;
  readonly label: string;
  readonly value: string;
  /** Absent where nothing is known of before. */
  readonly before?: string;
};

/** What the other columns say already. */
function isSaidElsewhere(field: string, value: unknown, { subjectType }: AuditEntry): boolean {
  if (isChange(value)) return false;
  if (field === "status") return subjectType === "reservation";
  return field === "gpuId" || field === "userId";
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function numberInWords(field: string, value: number, entry: AuditEntry, view: TimeView): string {
  if (field === "hours" || field === "maxHours") return formatHours(value, view.locale);
  if (field === "temperatureLimit") return formatTemperature(value);
  if (field === "timeMultiplier") return `× ${value}`;
  if (field === "gpuId") return entry.gpuNames[value] ?? `#${value}`;
  return String(value);
}

function inWords(field: string, value: unknown, entry: AuditEntry, view: TimeView): string {
  const t = translator(view.locale, "adminAudit");
  if (field === "connectionInfo") return t("changed");
  // Maintenance until somebody brings the GPU back.
  if (field === "ends" && value === null) return t("unknown");
  if (value === null || value === undefined || value === "") return t("nothing");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return numberInWords(field, value, entry, view);
  // Of a version that knew more than this one.
  if (typeof value !== "string") return JSON.stringify(value);
  return wordInWords(field, value, entry, view);
}

function wordInWords(field: string, value: string, entry: AuditEntry, view: TimeView): string {
  const t = translator(view.locale, "adminAudit");
  const account = translator(view.locale, "adminAccounts.status");
  const cause = translator(view.locale, "reservation.cause");
  const mail = translator(view.locale, "adminOutbox.kind");
  if (INSTANT.test(value)) return formatAbsolute(Date.parse(value), view);
  // How long before which end; older ones know only how long.
  if (field === "mark") return t("minutesBefore", { minutes: value.split("@")[0] ?? value });
  if (field === "cause" && isEndCause(value)) return cause(value);
  if (field === "kind" && isMailKind(value)) return mail(value);
  if (field === "locale" && isLocale(value)) return LOCALE_NAMES[value];
  if (field === "status" && entry.subjectType === "account" && isAccountStatus(value)) {
    return account(value);
  }
  if (field === "status" && isMailStatus(value)) return t(`mailStatus.${value}`);
  return value;
}

/** What was done. One that this version does not know reads as it is written. */
export function actionInWords({ action }: AuditEntry, view: TimeView): string {
  const t = translator(view.locale, "adminAudit");
  return isAuditAction(action) ? t(`action.${action}`) : action;
}

/** What changed from what to what, and the other facts of an entry. */
export function detailsInWords(entry: AuditEntry, view: TimeView): Detail[] {
  const t = translator(view.locale, "adminAudit");
  const say = (field: string, value: unknown) => inWords(field, value, entry, view);
  return Object.entries(entry.details)
    .filter(
      ([field, value]) =>
        (value !== null || field === "ends") && !isSaidElsewhere(field, value, entry),
    )
    .map(([field, value]) => {
      const label = isField(field) ? t(`field.${field}`) : field;
      if (!isChange(value)) return { field, label, value: say(field, value) };
      return { field, label, before: say(field, value.from), value: say(field, value.to) };
    });
}

/** Who did it. */
export function actorInWords({ actor, address }: AuditEntry, view: TimeView): string {
  const t = translator(view.locale, "adminAudit");
  if (actor) return actor.name;
  return address ? t("visitor") : t("portal");
}
