import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { RadioGroup } from "@/components/ui/radio";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/action-state";
import type { Estimate } from "@/lib/domain/estimates";
import { formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Offer, Queue } from "@/lib/reservations/views";
import type { Reading } from "@/lib/stats/views";
import { EstimatePreview } from "./estimate-preview";
import type { Option, ToldEstimate } from "./estimate-words";
import { GpuChoice, GpuNoChoice } from "./gpu-choice";
import { OwnPlace } from "./own-place";

/** A GPU that can be reserved, and what each number of hours may expect. */
export type Choice = {
  readonly queue: Queue;
  readonly byUser: readonly Estimate[];
  readonly byItself: readonly Estimate[];
};

/** A GPU that cannot be reserved now. */
export type NoChoice = {
  readonly queue: Queue;
  readonly offer: Exclude<Offer, { kind: "reservable" }>;
};

type Props = {
  choices: readonly Choice[];
  noChoices: readonly NoChoice[];
  chosen: number | null;
  /** What was asked for in the URL, such as by a link. */
  hours: string;
  readingOf: (gpuId: number) => Reading | undefined;
  claimWindowMinutes: number;
  reserve: FormAction;
};

/** What the preview says of a GPU. */
async function optionOf({ queue, byUser, byItself }: Choice): Promise<Option> {
  const t = await getTranslations("reserve.preview");
  const gpu = await getTranslations("gpu");
  const { condition } = queue;
  const told = (estimates: readonly Estimate[]): ToldEstimate[] =>
    estimates.map(({ fromHours, startsAt, fullUseAt, place }) => ({
      fromHours,
      startsAt,
      fullUseAt,
      isAtOnce: startsAt === queue.now,
      place: t("place", { place }),
    }));
  const user = told(byUser);
  return {
    gpuId: queue.gpu.id,
    name: gpu("name", { model: queue.gpu.model, gpuName: queue.gpu.gpuName }),
    longestHours: queue.longestHours,
    byUser: user,
    byItself: byItself === byUser ? user : told(byItself),
    unknown:
      condition === "fault"
        ? t("unknown.fault", { fault: await faultWords(queue.gpu.fault) })
        : t(condition === "disabled" ? "unknown.disabled" : "unknown.maintenance"),
  };
}

async function Preview({ choices, chosen }: Pick<Props, "choices" | "chosen">) {
  const t = await getTranslations("reserve.preview");
  return (
    <EstimatePreview
      options={await Promise.all(choices.map(optionOf))}
      chosen={chosen}
      view={await timeView()}
      words={{
        title: t("title"),
        choose: t("choose"),
        place: t("placeLabel"),
        start: t("start"),
        end: t("end"),
        atOnce: t("atOnce"),
        basis: t("basis"),
        likely: t("likely"),
        fullUse: t("fullUse", { time: "{time}" }),
        tooLong: t("tooLong", { hours: "{hours}" }),
      }}
    />
  );
}

/** Which GPU, how long, and whether it starts by itself; and what that would get. */
export async function ReserveForm(props: Props) {
  const { choices, noChoices, chosen, hours, readingOf, claimWindowMinutes, reserve } = props;
  const t = await getTranslations("reserve");
  const { locale } = await timeView();
  const window = formatDuration(claimWindowMinutes * 60_000, locale);
  return (
    <Form action={reserve} className="grid items-start gap-6 lg:grid-cols-[1fr_21rem]">
      <RadioGroup name="gpuId" label={t("gpu")} help={t("gpuHelp")}>
        <div className="card-box max-h-[34rem] divide-y divide-base-300 overflow-y-auto">
          {choices.length + noChoices.length === 0 && (
            <p className="px-4 py-6 text-muted">{t("noneFound")}</p>
          )}
          {choices.map(({ queue, byUser }) => (
            <GpuChoice
              key={queue.gpu.id}
              queue={queue}
              reading={readingOf(queue.gpu.id)}
              estimates={byUser}
              chosen={queue.gpu.id === chosen}
            />
          ))}
          {noChoices.map(({ queue, offer }) => (
            <GpuNoChoice
              key={queue.gpu.id}
              queue={queue}
              reading={readingOf(queue.gpu.id)}
              why={<OwnPlace offer={offer} />}
            />
          ))}
        </div>
      </RadioGroup>
      <div className="card-box grid gap-5 p-4 sm:p-6 lg:sticky lg:top-4">
        <Field
          name="hours"
          label={t("hours")}
          help={t("hoursHelp")}
          inputMode="numeric"
          autoComplete="off"
          required
          defaultValue={hours}
          className="max-w-32"
        />
        <Checkbox name="autoStart" label={t("autoStart")} help={t("autoStartHelp", { window })} />
        <Preview choices={choices} chosen={chosen} />
        <SubmitButton className="btn-primary w-full">{t("submit")}</SubmitButton>
      </div>
    </Form>
  );
}
