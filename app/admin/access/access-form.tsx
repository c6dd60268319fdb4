import { getTranslations } from "next-intl/server";
import { StatusChip } from "@/components/reservations/status-chip";
import { Checkbox } from "@/components/ui/checkbox";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Form } from "@/components/ui/form";
import { Seen } from "@/components/ui/seen";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Access, stampOf } from "@/lib/access/views";
import type { LiveStatus } from "@/lib/domain/words";
import { saveAccessTable } from "./actions";
import { CellCheckbox, CellNumber } from "./cells";

type Row = {
  readonly id: number;
  readonly access: Access | null;
  readonly live: LiveStatus | null;
};

type Props<Each> = {
  /** Whose table it is. */
  of: "gpu" | "user";
  id: number;
  caption: string;
  /** What the rows are: users, or GPUs. */
  columns: readonly Column<Each>[];
  rows: readonly Each[];
  nameOf: (row: Each) => string;
};

/** What a new access has until somebody says otherwise. */
const USUAL: Access = { priority: 1, enabled: true };

/** The accesses of a GPU or a user: one form, one save. */
export async function AccessForm<Each extends Row>(props: Props<Each>) {
  const { of, id, caption, columns, rows, nameOf } = props;
  const t = await getTranslations("adminAccess");
  const field = (row: Each, name: string) => `row.${row.id}.${name}`;
  const waits = rows.some(({ live }) => live === "WAITING" || live === "NOTIFIED");
  const access: Column<Each>[] = [
    {
      label: t("columns.reservation"),
      cell: ({ live }) => (live ? <StatusChip status={live} /> : "–"),
    },
    {
      label: t("columns.visible"),
      phone: "narrow",
      cell: (row) => (
        <>
          <Seen name={field(row, "seen")} value={stampOf(row.access)} />
          <CellCheckbox
            name={field(row, "visible")}
            label={t("visibleTo", { name: nameOf(row) })}
            isTicked={row.access !== null}
          />
        </>
      ),
    },
    {
      label: t("columns.priority"),
      phone: "narrow",
      cell: (row) => (
        <CellNumber
          name={field(row, "priority")}
          label={t("priorityOf", { name: nameOf(row) })}
          value={(row.access ?? USUAL).priority}
        />
      ),
    },
    {
      label: t("columns.enabled"),
      phone: "narrow",
      cell: (row) => (
        <CellCheckbox
          name={field(row, "enabled")}
          label={t("enabledFor", { name: nameOf(row) })}
          isTicked={(row.access ?? USUAL).enabled}
        />
      ),
    },
  ];
  return (
    // The key: a table of something else starts from what is saved there.
    <Form
      key={`${of} ${id}`}
      action={saveAccessTable}
      save={<SubmitButton>{t("save")}</SubmitButton>}
      version={rows.map((row) => `${row.id} ${stampOf(row.access)}`).join()}
    >
      <input type="hidden" name="of" value={of} />
      <input type="hidden" name="id" value={id} />
      <DataTable
        caption={caption}
        columns={[...columns, ...access]}
        rows={rows}
        rowKey={(row) => row.id}
      />
      <p className="text-muted text-sm">{t("legend")}</p>
      {waits && <Checkbox name="mayCancel" label={t("mayCancel")} />}
    </Form>
  );
}
