import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import { Seen } from "@/components/ui/seen";
import { SubmitButton } from "@/components/ui/submit-button";
import { type DefaultGpu, gpusByDefault } from "@/lib/access/queries-default";
import { requireAdmin } from "@/lib/web/session";
import { CellCheckbox, CellNumber } from "../cells";
import { saveDefaultSet } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccess.default");
  return { title: t("title") };
}

const seenOf = ({ priority }: DefaultGpu) => (priority === null ? "" : String(priority));

/** What approving an account offers to give: one form, one save. */
export default async function DefaultAccessPage() {
  await requireAdmin();
  const gpus = await gpusByDefault();
  const t = await getTranslations("adminAccess");
  const given = gpus.filter(({ priority }) => priority !== null).length;
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("default.title")} help={t("default.help")} />
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
        <Form
          action={saveDefaultSet}
          version={gpus.map((gpu) => `${gpu.id} ${seenOf(gpu)}`).join()}
          save={<SubmitButton>{t("default.save")}</SubmitButton>}
        >
          <p>{t("default.count", { count: given })}</p>
          <DataTable
            caption={t("default.title")}
            rows={gpus}
            rowKey={({ id }) => id}
            columns={[
              {
                label: t("columns.gpu"),
                phone: "wide",
                cell: (gpu) => (
                  <Link href={`/admin/access?gpu=${gpu.id}`} className="hover:underline">
                    {t("gpuOption", { model: gpu.model, gpuName: gpu.gpuName })}
                    {!gpu.enabled && <span className="ml-2 text-muted">{t("gpuDisabled")}</span>}
                  </Link>
                ),
              },
              {
                label: t("default.given"),
                cell: (gpu) => (
                  <>
                    <Seen name={`gpu.${gpu.id}.seen`} value={seenOf(gpu)} />
                    <CellCheckbox
                      name={`gpu.${gpu.id}.given`}
                      label={t("default.givenOf", { name: gpu.gpuName })}
                      isTicked={gpu.priority !== null}
                    />
                  </>
                ),
              },
              {
                label: t("columns.priority"),
                cell: (gpu) => (
                  <CellNumber
                    name={`gpu.${gpu.id}.priority`}
                    label={t("priorityOf", { name: gpu.gpuName })}
                    value={gpu.priority ?? 1}
                  />
                ),
              },
            ]}
          />
        </Form>
      )}
      <p className="pt-4">
        <Link href="/admin/access" className="text-link">
          {t("back")}
        </Link>
      </p>
    </div>
  );
}
