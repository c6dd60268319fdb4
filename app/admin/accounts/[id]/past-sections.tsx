import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { HistoryTable } from "@/components/reservations/history-table";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import { heldSince } from "@/lib/accounts/queries-usage";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { history } from "@/lib/reservations/queries-history";
import { Section } from "./section";

/** For how long somebody held GPUs lately. */
export async function UsageSection({ account }: { account: AccountDetails }) {
  const spans = [30, 365];
  const held = await Promise.all(spans.map((days) => heldSince(account.id, days)));
  const t = await getTranslations("adminAccounts.detail");
  const { locale } = await timeView();
  return (
    <Section id="usage" title={t("usage")}>
      <dl className="flex flex-wrap gap-x-10 gap-y-2">
        {spans.map((days, index) => (
          <div key={days}>
            <dt className="text-muted text-sm">{t("usageDays", { days })}</dt>
            <dd className="font-semibold text-xl">{formatDuration(held[index] || null, locale)}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link href={`/usage?by=gpu&user=${account.id}`} prefetch={false} className="text-link">
          {t("usageLink")}
        </Link>
      </p>
    </Section>
  );
}

/** What somebody reserved before, a page at a time. */
export async function HistorySection({
  account,
  query,
}: {
  account: AccountDetails;
  query: Query;
}) {
  const wanted = accountFiltersSchema.parse(query).page;
  // All of it: what the account does not see any more is part of its history too.
  const past = await history({ id: account.id, isAdmin: true }, wanted);
  const t = await getTranslations("adminAccounts.detail");
  return (
    <Section id="history" title={t("history")}>
      {past.reservations.length === 0 ? (
        <p className="text-muted">{t("historyNone")}</p>
      ) : (
        <div>
          <HistoryTable past={past.reservations} />
          <Pagination page={past.page} pages={past.pages} query={query} />
        </div>
      )}
    </Section>
  );
}
