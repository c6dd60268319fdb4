import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/action-state";
import { formatAbsolute, formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Queue } from "@/lib/reservations/views";

/** A GPU that can be reserved, and when its turn would come. */
export type Choice = { readonly queue: Queue; readonly startsAt: number | null };

type Props = {
  choices: readonly [Choice, ...Choice[]];
  chosen: number | null;
  claimWindowMinutes: number;
  reserve: FormAction;
};

/** Which GPU, how long, and whether it starts by itself. */
export async function ReserveForm({ choices, chosen, claimWindowMinutes, reserve }: Props) {
  const t = await getTranslations("reserve");
  const view = await timeView();
  const when = ({ queue, startsAt }: Choice) => {
    if (queue.condition === "free") return t("option.free");
    if (startsAt === null) return t("option.unknown");
    return t("option.from", { time: formatAbsolute(startsAt, view) });
  };
  const options = choices.map((choice) => ({
    value: choice.queue.gpu.id,
    label: t("option.label", {
      model: choice.queue.gpu.model,
      gpuName: choice.queue.gpu.gpuName,
      when: when(choice),
      longest: choice.queue.longestHours,
    }),
  }));
  // None by default: what is shown first may change while the page refreshes itself.
  const preselected = chosen ?? (choices.length === 1 ? choices[0].queue.gpu.id : "");
  const window = formatDuration(claimWindowMinutes * 60_000, view.locale);
  return (
    <Form action={reserve} className="card-box grid gap-5 p-4 sm:p-6">
      <Select
        name="gpuId"
        label={t("gpu")}
        help={t("gpuHelp")}
        options={preselected === "" ? [{ value: "", label: t("choose") }, ...options] : options}
        defaultValue={preselected}
        className="text-ellipsis pe-8"
      />
      <Field
        name="hours"
        label={t("hours")}
        help={t("hoursHelp")}
        inputMode="numeric"
        autoComplete="off"
        required
        className="max-w-32"
      />
      <Checkbox name="autoStart" label={t("autoStart")} help={t("autoStartHelp", { window })} />
      <div>
        <SubmitButton>{t("submit")}</SubmitButton>
      </div>
    </Form>
  );
}
