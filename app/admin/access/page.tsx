import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FilterBar, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { listCandidates } from "@/lib/access/queries";
import { findAccount } from "@/lib/accounts/queries-list";
import { listGpus } from "@/lib/gpus/queries";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { MatrixSection } from "./matrix-section";
import { AccessOfGpu } from "./of-gpu";
import { AccessOfUser } from "./of-user";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccess");
  return { title: t("title") };
}

/**
 * The matrix of all users and GPUs; `?gpu=` shows who sees one GPU and `?user=` what one user sees,
 * as plain tables that need no script and fit a phone.
 */
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
    <div className={gpu || user ? "mx-auto max-w-[75rem]" : undefined}>
      <PageTitle title={t("title")} help={t("help")}>
        <Link href="/admin/access/default" className="btn">
          {t("default.title")}
        </Link>
      </PageTitle>
      <p className="pb-2 text-muted text-sm">{t("tables")}</p>
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
      {(gpu || user) && (
        <p className="pt-4">
          <Link href="/admin/access" className="text-link">
            {t("back")}
          </Link>
        </p>
      )}
      {!gpu && !user && <MatrixSection query={query} gpus={gpus} />}
    </div>
  );
}
