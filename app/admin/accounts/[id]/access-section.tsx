import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { gpusBeside } from "@/lib/access/queries";
import { Section } from "./section";

/** What somebody sees, and the way to change it. */
export async function AccessSection({ accountId }: { accountId: number }) {
  const gpus = (await gpusBeside(accountId)).filter(({ access }) => access !== null);
  const t = await getTranslations("adminAccounts.detail");
  return (
    <Section id="access" title={t("access")}>
      <p>{t("accessCount", { count: gpus.length })}</p>
      {gpus.length > 0 && (
        <ul className="flex max-h-76 flex-wrap gap-2 overflow-y-auto">
          {gpus.map(({ id, model, gpuName, access }) => (
            <li key={id} className="rounded-selector bg-off-tint px-2 py-1 text-sm">
              <Link href={`/admin/gpus/${id}`} prefetch={false} className="hover:underline">
                {gpuName} <span className="text-muted">{model}</span>
              </Link>{" "}
              <span className="nowrap">{t("priority", { priority: access?.priority ?? 0 })}</span>
              {access?.enabled === false && <span className="nowrap"> · {t("suspended")}</span>}
            </li>
          ))}
        </ul>
      )}
      <p>
        <Link href={`/admin/access?user=${accountId}`} className="text-link">
          {t("accessEdit")}
        </Link>
      </p>
    </Section>
  );
}
