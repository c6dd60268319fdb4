import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { Plan } from "@/lib/domain/maintenance-plan";
import type { Foretold, ForetoldGpu } from "@/lib/maintenance/queries";
import type { VisibleGpu } from "@/lib/reservations/views";

type Line = Foretold & { readonly gpu: VisibleGpu };

/** When it would be out, in a sentence. */
export async function When({ from, until }: Plan) {
  const t = await getTranslations("adminMaintenance.when");
  const tags = {
    from: () => <LocalTime at={from} />,
    until: () => <LocalTime at={until} absolute />,
  };
  if (from === null) return until === null ? t("now") : t.rich("nowUntil", tags);
  return t.rich(until === null ? "from" : "fromUntil", tags);
}

async function EffectWords({ line: { effect, before, after } }: { line: Line }) {
  const t = await getTranslations("adminMaintenance.effect");
  return t.rich(effect, {
    end: () => <LocalTime at={after.endsAt} absolute />,
    before: () => <LocalTime at={before.endsAt} absolute />,
  });
}

const URGENCY = ["ended", "shortened", "restored", "withdrawn", "turn-given", "has-turn", "uses"];
const urgency = ({ effect }: Line) => (URGENCY.indexOf(effect) + 9) % 9;

/** What a plan would mean for whom; the worst first. */
export async function ForetoldTable({ gpus }: { gpus: readonly ForetoldGpu[] }) {
  const t = await getTranslations("adminMaintenance");
  if (gpus.length === 0) return <p className="text-muted">{t("noGpus")}</p>;
  const lines = gpus
    .flatMap(({ gpu, affected }): Line[] => affected.map((each) => ({ ...each, gpu })))
    .sort((a, b) => urgency(a) - urgency(b));
  if (lines.length === 0) return <p>{t("nobody")}</p>;
  return (
    <DataTable
      caption={t("what")}
      rows={lines}
      rowKey={({ before }) => before.id}
      columns={[
        {
          label: t("gpu"),
          cell: ({ gpu: { model, gpuName } }) => (
            <div className="md:min-w-40">{t("gpuName", { model, gpuName })}</div>
          ),
        },
        {
          label: t("who"),
          cell: ({ person: { name, lab } }) => t("person", { name, lab }),
        },
        {
          label: t("effectLabel"),
          cell: (line) => (
            <div className="md:min-w-40">
              <EffectWords line={line} />
            </div>
          ),
        },
      ]}
    />
  );
}
