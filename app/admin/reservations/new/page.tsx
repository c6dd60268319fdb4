import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { activeAccounts } from "@/lib/accounts/queries-active";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { OnBehalf } from "./on-behalf";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminReservations.onBehalf");
  return { title: t("title") };
}

/** Reserves for somebody: first whom, then which of the GPUs that they see. */
export default async function NewReservationPage({
  searchParams,
}: {
  searchParams: Promise<Query>;
}) {
  await requireAdmin();
  const query = await searchParams;
  const accounts = await activeAccounts();
  const wanted = parameter(query, "user");
  const wantedId = wanted && pathId(wanted);
  const user = wanted ? (accounts.find(({ id }) => id === wantedId) ?? notFound()) : null;
  const t = await getTranslations("adminReservations.onBehalf");
  const back = await getTranslations("adminReservations.moving");
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("title")} help={t("help")} />
      <FilterBar query={{}} names={["user"]}>
        <FilterSelect
          name="user"
          label={t("user")}
          query={query}
          options={[
            { value: "", label: t("chooseUser") },
            ...accounts.map(({ id, ...person }) => ({ value: id, label: t("userOption", person) })),
          ]}
        />
      </FilterBar>
      {user ? (
        <OnBehalf user={user} />
      ) : (
        <EmptyState title={t("first")}>{t("firstHelp")}</EmptyState>
      )}
      <p className="mt-4">
        <Link href="/admin/reservations" className="text-link">
          {back("back")}
        </Link>
      </p>
    </div>
  );
}
