import { getTranslations } from "next-intl/server";
import { cache, type ReactNode } from "react";
import { StateWords } from "@/components/gpus/state-words";
import { LiveReading } from "@/components/stats/live-reading";
import { formatMeasure } from "@/components/stats/measure";
import { type ReadingWords, TIME_SLOT } from "@/components/stats/reading-words";
import { LocalTime } from "@/components/ui/local-time";
import { Radio } from "@/components/ui/radio";
import type { Estimate } from "@/lib/domain/estimates";
import { timeView } from "@/lib/i18n/time-view";
import type { Queue } from "@/lib/reservations/views";
import type { Reading } from "@/lib/stats/views";

/** What the viewer may expect of a GPU, in a line for each number of hours that makes a difference. */
async function Estimates({ estimates, now }: { estimates: readonly Estimate[]; now: number }) {
  const t = await getTranslations("reserve.estimate");
  return estimates.map(({ fromHours, place, startsAt }, index) => {
    const next = estimates[index + 1];
    const tags = { place, time: () => <LocalTime at={startsAt} absolute /> };
    const when = startsAt === null ? t("unknown", { place }) : t.rich("from", tags);
    const said = startsAt === now ? t("atOnce") : when;
    return (
      <p key={fromHours}>
        {estimates.length === 1
          ? said
          : next
            ? t.rich("upTo", { hours: next.fromHours - 1, said: () => said })
            : t.rich("longer", { hours: fromHours, said: () => said })}
      </p>
    );
  });
}

/** The same for all rows, so that it is sent once. */
const readingWords = cache(async (): Promise<ReadingWords> => {
  const t = await getTranslations("stats");
  const names = { load: t("name.load"), memoryUsed: t("name.memory") };
  return { names, tooHot: t("tooHot"), silent: t("silent", { time: TIME_SLOT }) };
});

type Props = {
  queue: Queue;
  reading: Reading | undefined;
  children: ReactNode;
  /** Of the button that chooses it. */
  buttonId?: string;
};

/** What is known of a GPU before it is reserved: its state in words, what it is, and its load. */
async function GpuFacts({ queue, reading, children, buttonId }: Props) {
  const t = await getTranslations("reserve.row");
  const { gpu, access, longestHours } = queue;
  const view = await timeView();
  const memory = reading?.memoryTotal ?? null;
  const facts = [
    t("cuda", { cuda: gpu.cudaVersion }),
    ...(memory === null ? [] : [formatMeasure("memoryUsed", memory, view.locale)]),
    ...(access ? [t("longest", { hours: longestHours })] : []),
  ];
  const name = (
    <>
      {gpu.model}{" "}
      <span className="inline-block max-w-full font-normal text-muted">{gpu.gpuName}</span>
    </>
  );
  return (
    <div className="grid min-w-0 grow gap-x-4 gap-y-1 sm:grid-cols-[1fr_11rem]">
      <div className="min-w-0">
        <p className="font-semibold leading-snug">
          {buttonId ? (
            // Pressed anywhere in the row.
            <label htmlFor={buttonId} className="cursor-pointer after:absolute after:inset-0">
              {name}
            </label>
          ) : (
            name
          )}
        </p>
        <p className="text-muted text-sm">{facts.join(" · ")}</p>
        <p id={buttonId && `${buttonId}-state`} className="mt-1 text-sm">
          <StateWords queue={queue} />
        </p>
        <div className="text-sm empty:hidden">{children}</div>
      </div>
      <LiveReading
        gpuId={gpu.id}
        initial={reading ?? null}
        words={await readingWords()}
        view={view}
        className="grid grid-cols-[3rem_1fr] gap-x-3 text-sm"
      />
    </div>
  );
}

const ROW = "flex gap-3 px-3 py-3 sm:px-4";

type ChoiceProps = Omit<Props, "children" | "buttonId"> & {
  estimates: readonly Estimate[];
  chosen: boolean;
};

/** A GPU that can be chosen. */
export async function GpuChoice({ estimates, chosen, ...facts }: ChoiceProps) {
  const { gpu, condition } = facts.queue;
  const needsEstimate = condition !== "free" || estimates.length > 1;
  const buttonId = `choose-${gpu.id}`;
  return (
    <div
      className={`${ROW} relative hover:bg-base-200 has-checked:bg-accent-tint has-checked:shadow-[inset_3px_0_var(--color-primary)]`}
    >
      <span className="relative z-10 pt-0.5">
        <Radio
          id={buttonId}
          name="gpuId"
          value={gpu.id}
          chosen={chosen}
          aria-describedby={`${buttonId}-state`}
        />
      </span>
      <GpuFacts {...facts} buttonId={buttonId}>
        {needsEstimate && <Estimates estimates={estimates} now={facts.queue.now} />}
      </GpuFacts>
    </div>
  );
}

/** A GPU that cannot be chosen, and why. */
export function GpuNoChoice({
  why,
  ...facts
}: Omit<Props, "children" | "buttonId"> & { why: ReactNode }) {
  return (
    <div className={ROW}>
      <span aria-hidden className="w-5 shrink-0" />
      <GpuFacts {...facts}>{why}</GpuFacts>
    </div>
  );
}
