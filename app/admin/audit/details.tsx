import { useTranslations } from "next-intl";
import type { Detail } from "./words";

/** What changed from what to what, and other facts of an entry. */
export function AuditDetails({ details }: { details: readonly Detail[] }) {
  const t = useTranslations("adminAudit");
  return (
    <ul className="flex flex-wrap gap-x-4">
      {details.map(({ field, label, before, value }) => (
        <li key={field}>
          <span className="text-muted">{label}</span>{" "}
          {before !== undefined && (
            <>
              {before} <span aria-hidden>→</span>
              <span className="sr-only">{t("becomes")}</span>{" "}
            </>
          )}
          {value}
        </li>
      ))}
    </ul>
  );
}
