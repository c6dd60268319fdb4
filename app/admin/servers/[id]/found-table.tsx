import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FoundCard } from "@/lib/agents/queries";
import { formatBytes, NO_DATA } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { addFoundCard, replaceOldCard } from "../actions";

const MIB = 1024 ** 2;

/** Cards that report themselves and are no GPU of the portal yet. */
export async function FoundTable({ cards }: { cards: readonly FoundCard[] }) {
  const t = await getTranslations("adminServer.found");
  const { locale } = await timeView();
  return (
    <section>
      <h2 className="font-semibold text-lg">{t("title")}</h2>
      <p className="max-w-prose pb-3 text-muted">{t("help")}</p>
      <DataTable
        caption={t("title")}
        rows={cards}
        rowKey={({ key }) => key}
        columns={[
          { label: t("index"), numeric: true, cell: ({ index }) => index ?? NO_DATA },
          { label: t("name"), cell: ({ name }) => name ?? NO_DATA },
          {
            label: t("memory"),
            numeric: true,
            cell: ({ memoryTotal }) =>
              formatBytes(memoryTotal === null ? null : memoryTotal * MIB, locale),
          },
          {
            label: t("identity"),
            cell: ({ uuid, pciBusId }) => (
              <span className="text-muted">{uuid ?? pciBusId ?? NO_DATA}</span>
            ),
          },
          {
            label: t("actions"),
            cell: (card) => (card.rival ? <Replace card={card} /> : <Add card={card} />),
          },
        ]}
      />
    </section>
  );
}

async function Add({ card: { serverId, key } }: { card: FoundCard }) {
  const t = await getTranslations("adminServer.found");
  return (
    <Form action={addFoundCard} className="">
      <input type="hidden" name="id" value={serverId} />
      <input type="hidden" name="key" value={key} />
      <SubmitButton className="btn-primary btn-sm">{t("add")}</SubmitButton>
    </Form>
  );
}

/** The card has the number of a GPU whose own card is another: it takes its place. */
async function Replace({ card: { serverId, key, rival } }: { card: FoundCard }) {
  const t = await getTranslations("adminServer.found");
  const common = await getTranslations("common");
  if (!rival) return null;
  const names = { model: rival.model, gpuName: rival.gpuName };
  return (
    <ConfirmDialog
      action={replaceOldCard}
      trigger={t("replace", names)}
      title={t("replaceQuestion", names)}
      confirm={t("replaceConfirm")}
      cancel={common("cancel")}
    >
      <input type="hidden" name="id" value={serverId} />
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="gpuId" value={rival.id} />
      <p>{t("replaceConsequence", names)}</p>
    </ConfirmDialog>
  );
}
