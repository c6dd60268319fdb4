import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { gpusBeside } from "@/lib/access/queries";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import { AccountStatusChip } from "../accounts/account-status";
import { AccessForm } from "./access-form";

/** What a user sees. */
export async function AccessOfUser({ user }: { user: AccountDetails }) {
  const gpus = await gpusBeside(user.id);
  const t = await getTranslations("adminAccess");
  const title = t("ofUser", { name: user.name, lab: user.lab });
  const nameOf = (gpu: { model: string; gpuName: string }) =>
    t("gpuOption", { model: gpu.model, gpuName: gpu.gpuName });
  return (
    <section>
      <h2 className="flex flex-wrap items-center gap-x-3 pb-3 font-semibold text-lg">
        {title} <AccountStatusChip status={user.status} />
      </h2>
      {gpus.length === 0 ? (
        <EmptyState
          title={t("noGpus")}
          action={
            <Link href="/admin/gpus/new" className="btn btn-primary">
              {t("addGpu")}
            </Link>
          }
        />
      ) : (
        <AccessForm
          of="user"
          id={user.id}
          caption={title}
          rows={gpus}
          nameOf={nameOf}
          columns={[
            {
              label: t("columns.gpu"),
              cell: (gpu) => (
                <Link href={`/admin/access?gpu=${gpu.id}`} className="hover:underline">
                  {nameOf(gpu)}
                  {!gpu.enabled && <span className="ml-2 text-muted">{t("gpuDisabled")}</span>}
                </Link>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
