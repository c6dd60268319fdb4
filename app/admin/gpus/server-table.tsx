import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import type { FoundCard, ServerDetails } from "@/lib/agents/queries";
import type { Server } from "@/lib/gpus/queries";
import { AgentChip } from "../servers/agent-chip";
import { nameServer, removeServer } from "./actions";
import { AddServer } from "./add-server";

type Props = {
  servers: readonly Server[];
  agents: ReadonlyMap<number, ServerDetails>;
  found: readonly FoundCard[];
};

/** The servers and their agents; to be renamed and, where they are empty, removed. */
export async function ServerTable({ servers, agents, found }: Props) {
  const t = await getTranslations("adminGpus.servers");
  const foundOn = (id: number) => found.filter(({ serverId }) => serverId === id).length;
  return (
    <section className="mt-8">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <h2 className="font-semibold text-lg">{t("title")}</h2>
        <AddServer />
      </div>
      {servers.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <DataTable
          caption={t("title")}
          rows={servers}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t("name"),
              cell: ({ id, name }) => (
                <Link href={`/admin/servers/${id}`} prefetch={false} className="text-link">
                  {name}
                </Link>
              ),
            },
            { label: t("gpus"), numeric: true, cell: ({ gpus }) => gpus },
            {
              label: t("agent"),
              cell: ({ id }) => (
                <div className="flex flex-wrap items-center gap-x-3">
                  <AgentChip state={agents.get(id)?.agent ?? "none"} />
                  {foundOn(id) > 0 && (
                    <Link href={`/admin/servers/${id}`} prefetch={false} className="text-link">
                      {t("found", { count: foundOn(id) })}
                    </Link>
                  )}
                </div>
              ),
            },
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
      )}
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
