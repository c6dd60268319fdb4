import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import type { Server } from "@/lib/gpus/queries";
import { nameServer, removeServer } from "./actions";

/** The servers, to be renamed and, where they are empty, removed. */
export async function ServerTable({ servers }: { servers: readonly Server[] }) {
  const t = await getTranslations("adminGpus.servers");
  return (
    <section className="mt-8">
      <h2 className="pb-3 font-semibold text-lg">{t("title")}</h2>
      <DataTable
        caption={t("title")}
        rows={servers}
        rowKey={({ id }) => id}
        columns={[
          { label: t("name"), cell: ({ name }) => name },
          { label: t("gpus"), numeric: true, cell: ({ gpus }) => gpus },
          {
            label: t("actions"),
            cell: (server) => (
              <div className="flex gap-2">
                <RenameServer server={server} />
                {server.gpus === 0 && <RemoveServer server={server} />}
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}

async function RenameServer({ server: { id, name } }: { server: Server }) {
  const t = await getTranslations("adminGpus.servers");
  const common = await getTranslations("common");
  return (
    <ConfirmDialog
      action={nameServer}
      trigger={
        <>
          {t("rename")}
          <span className="sr-only">: {name}</span>
        </>
      }
      title={t("renameOf", { name })}
      confirm={t("rename")}
      cancel={common("cancel")}
    >
      <input type="hidden" name="id" value={id} />
      <Field
        name="name"
        label={t("name")}
        help={t("renameHelp")}
        defaultValue={name}
        required
        maxLength={80}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </ConfirmDialog>
  );
}

async function RemoveServer({ server: { id, name } }: { server: Server }) {
  const t = await getTranslations("adminGpus.servers");
  const common = await getTranslations("common");
  return (
    <ConfirmDialog
      action={removeServer}
      trigger={
        <>
          {t("remove")}
          <span className="sr-only">: {name}</span>
        </>
      }
      title={t("removeQuestion", { name })}
      confirm={t("removeConfirm")}
      cancel={common("cancel")}
      danger
    >
      <input type="hidden" name="id" value={id} />
      <p>{t("removeConsequence")}</p>
    </ConfirmDialog>
  );
}
