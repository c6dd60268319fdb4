"use client";

import { useEffect, useRef, useState } from "react";
import { estimateFor } from "@/lib/domain/estimates-lookup";
import { isFullUse, laterAtFullUse } from "@/lib/domain/outlook-words";
import { HOUR } from "@/lib/domain/words";
import { formatAbsolute, formatWhen, type TimeView } from "@/lib/i18n/format";
import type { Option, PreviewWords, ToldEstimate } from "./estimate-words";
import { propose } from "./proposal";

type Asked = { readonly gpuId: number; readonly hours: string; readonly autoStart: boolean };

/** What the surrounding form says at the moment, whoever filled it in. */
function read(form: HTMLFormElement): Asked {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "");
  return {
    gpuId: Number(text("gpuId")),
    hours: text("hours").normalize("NFKC").trim(),
    autoStart: data.has("autoStart"),
  };
}

type Props = {
  options: readonly Option[];
  chosen: number | null;
  words: PreviewWords;
  view: TimeView;
};

/** The place and the start that what is in the form would get, before it is sent. */
export function EstimatePreview({ options, chosen, words, view }: Props) {
  const own = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState<Asked>({ gpuId: chosen ?? 0, hours: "", autoStart: false });

  useEffect(() => {
    const form = own.current?.closest("form");
    if (!form) return;
    const update = () => setAsked(read(form));
    // A form is reset only after those who listen have heard of it.
    const updateSoon = () => setTimeout(update);
    update();
    form.addEventListener("input", update);
    form.addEventListener("reset", updateSoon);
    return () => {
      form.removeEventListener("input", update);
      form.removeEventListener("reset", updateSoon);
    };
  }, []);

  const option = options.find(({ gpuId }) => gpuId === asked.gpuId);
  const hours = /^\d{1,9}$/.test(asked.hours) ? Number(asked.hours) : 0;
  const estimates = asked.autoStart ? option?.byItself : option?.byUser;
  const isTooLong = option !== undefined && hours > option.longestHours;
  const estimate = isTooLong ? undefined : estimateFor(estimates ?? [], Math.max(1, hours));
  const startsAt = estimate?.startsAt ?? null;
  const fullUseAt = estimate?.fullUseAt ?? null;
  const endsAt = startsAt !== null && hours > 0 ? startsAt + hours * HOUR : null;
  const gpuId = option?.gpuId;

  useEffect(() => {
    // Beside the others in the timeline, all of which use all of their time there.
    if (gpuId === undefined || fullUseAt === null) propose(null);
    else propose({ gpuId, from: fullUseAt, to: fullUseAt + Math.max(1, hours) * HOUR });
    return () => propose(null);
  }, [gpuId, fullUseAt, hours]);

  const start = (text: (at: number) => string) => {
    if (startsAt === null) return option?.unknown ?? "";
    return estimate?.isAtOnce ? words.atOnce : text(startsAt);
  };
  const basis = (told: ToldEstimate) => {
    if (isFullUse(told)) return words.basis;
    const later = laterAtFullUse(told);
    if (later === null) return words.likely;
    return `${words.likely} ${words.fullUse.replace("{time}", formatAbsolute(later, view))}`;
  };
  return (
    <section
      ref={own}
      aria-label={words.title}
      className="grid min-h-36 content-start gap-2 rounded-field bg-accent-tint px-3 py-2"
    >
      {!option && <p className="text-muted">{words.choose}</p>}
      {option && <p className="font-semibold">{option.name}</p>}
      {option && isTooLong && (
        <p className="font-medium text-fault">
          {words.tooLong.replace("{hours}", String(option.longestHours))}
        </p>
      )}
      {option && estimate && (
        <>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt className="text-muted">{words.place}</dt>
            <dd className="font-medium">{estimate.place}</dd>
            <dt className="text-muted">{words.start}</dt>
            <dd className="font-medium">{start((at) => formatWhen(at, view))}</dd>
            {endsAt !== null && (
              <>
                <dt className="text-muted">{words.end}</dt>
                <dd>{formatAbsolute(endsAt, view)}</dd>
              </>
            )}
          </dl>
          {startsAt !== null && !estimate.isAtOnce && (
            <p className="text-muted text-sm">{basis(estimate)}</p>
          )}
        </>
      )}
      {/* Said once when it changes, and not each minute that passes. */}
      <p role="status" className="sr-only">
        {option &&
          estimate &&
          `${option.name}: ${estimate.place}, ${start((at) => formatAbsolute(at, view))}`}
      </p>
    </section>
  );
}
