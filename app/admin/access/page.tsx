import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { listCandidates } from "@/lib/access/queries";
import { findAccount } from "@/lib/accounts/queries-list";
import { listGpus } from "@/lib/gpus/queries";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { AccessOfGpu } from "./of-gpu";
import { AccessOfUser } from "./of-user";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccess");
  return { title: t("title") };
}

/** Both sides of the same thing: `?gpu=` shows who sees a GPU, `?user=` what a user sees. */
export default async function AccessPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin();
  const query = await searchParams;
  const gpuId = parameter(query, "gpu");
  const userId = gpuId ? "" : parameter(query, "user");
  const [gpus, users] = await Promise.all([listGpus(), listCandidates()]);
  const t = await getTranslations("adminAccess");
  const gpu = gpuId ? (gpus.find(({ id }) => id === pathId(gpuId)) ?? notFound()) : null;
  const user = userId ? ((await findAccount(pathId(userId))) ?? notFound()) : null;
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")} />
      <div className="flex flex-wrap gap-x-6">
        <FilterBar query={{}} names={["gpu"]}>
          <FilterSelect
            name="gpu"
            label={t("gpu")}
            query={query}
            options={[
              { value: "", label: t("chooseGpu") },
              ...gpus.map((each) => ({
                value: each.id,
                label: t("gpuOption", { model: each.model, gpuName: each.gpuName }),
              })),
            ]}
          />
        </FilterBar>
        <FilterBar query={{}} names={["user"]}>
          <FilterSelect
            name="user"
            label={t("user")}
            query={query}
            options={[
              { value: "", label: t("chooseUser") },
              ...users.map(({ id, ...user }) => ({ value: id, label: t("userOption", user) })),
            ]}
          />
        </FilterBar>
      </div>
      {gpu && <AccessOfGpu gpu={gpu} query={query} />}
      {user && <AccessOfUser user={user} />}
      {!gpu && !user && <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>}
    </div>
  );
}
