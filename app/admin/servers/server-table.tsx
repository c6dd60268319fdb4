import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import type { Query } from "@/components/ui/query";
import { sortBy } from "@/components/ui/sorting";
import type { ListedServer, ServerSort } from "@/lib/gpus/list-servers";
import type { Server } from "@/lib/gpus/queries";
import { nameServer, removeServer } from "../gpus/actions";
import { AgentChip } from "./agent-chip";

type Props = { servers: readonly ListedServer[]; query: Query; sort: ServerSort };

/** The servers and their agents; to be renamed and, where they are empty, removed. */
export async function ServerTable({ servers, query, sort }: Props) {
  const t = await getTranslations("adminGpus.servers");
  return (
    <DataTable
      caption={t("title")}
      rows={servers}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t("name"),
          sort: sortBy(query, "name", sort),
          cell: ({ id, name }) => (
            <Link href={`/admin/servers/${id}`} prefetch={false} className="text-link">
              {name}
            </Link>
          ),
        },
        {
          label: t("gpus"),
          numeric: true,
          sort: sortBy(query, "gpus", sort),
          cell: ({ name, gpus }) => (
            <Link
              href={`/admin/gpus?${new URLSearchParams({ server: name })}`}
              prefetch={false}
              className="text-link"
              aria-label={t("gpusOf", { count: gpus, name })}
            >
              {gpus}
            </Link>
          ),
        },
        {
          label: t("agent"),
          sort: sortBy(query, "agent", sort),
          cell: ({ id, agent, found }) => (
            <div className="flex flex-wrap items-center gap-x-3">
              <AgentChip state={agent} />
              {found > 0 && (
                <Link href={`/admin/servers/${id}`} prefetch={false} className="text-link">
                  {t("found", { count: found })}
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
