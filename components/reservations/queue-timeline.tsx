import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { STATE_INKS, StateSign } from "@/components/ui/state-chip";
import type { Block } from "@/lib/domain/timeline";
import { formatAbsolute } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Queue } from "@/lib/reservations/views";
import { TimelineAxis, TimelineGrid } from "./queue-timeline-axis";
import { BlockSign, lookOf } from "./queue-timeline-block";
import { TimelineGhost } from "./queue-timeline-ghost";
import { TimelinePatterns, TimelineRow } from "./queue-timeline-row";
import { LEAST_WIDTH, ROW_HEIGHT } from "./queue-timeline-scale";

function LegendItem({
  kind,
  own = false,
  children,
}: {
  kind: Block["kind"];
  own?: boolean;
  children: ReactNode;
}) {
  const { box, ink, dashed } = lookOf(kind, own);
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" width="28" height="18" className="shrink-0">
        <rect
          x={1}
          y={1}
          width={26}
          height={16}
          rx={3}
          strokeDasharray={dashed ? "4 3" : undefined}
          strokeWidth={1.25}
          className={box}
        />
        <g transform="translate(14 9)">
          <BlockSign kind={kind} className={ink} />
        </g>
      </svg>
      {children}
    </li>
  );
}

async function Legend() {
  const t = await getTranslations("timeline.legend");
  return (
    <ul aria-label={t("label")} className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
      <LegendItem kind="use">{t("use")}</LegendItem>
      <LegendItem kind="turn">{t("turn")}</LegendItem>
      <LegendItem kind="waiting">{t("waiting")}</LegendItem>
      <LegendItem kind="waiting" own>
        {t("own")}
      </LegendItem>
      <li className="flex items-center gap-1.5">
        <svg aria-hidden="true" width="28" height="18" className="shrink-0">
          <rect x={1} y={1} width={26} height={16} fill="url(#timeline-off)" />
        </svg>
        {t("out")}
      </li>
    </ul>
  );
}

type Props = {
  queues: readonly Queue[];
  viewerId: number;
  /** Shows what is about to be reserved on the same page, see `proposal.ts`. */
  withProposal?: boolean;
};

/**
 * The next three days of some GPUs, a row for each: who has it, who waits, and when it is out.
 * Drawn on the server; where it is too wide for its place it scrolls by itself.
 */
export async function QueueTimeline({ queues, viewerId, withProposal = false }: Props) {
  const t = await getTranslations("timeline");
  const view = await timeView();
  const [first] = queues;
  if (!first) return null;
  const zone = view.isOwnZone ? "" : formatAbsolute(first.now, view);
  return (
    <div>
      <TimelinePatterns />
      <section
        aria-label={t("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard.
        tabIndex={0}
        className="card-box relative max-h-[42rem] overflow-auto"
      >
        <div
          className="relative grid [--names:7.5rem] sm:[--names:11rem]"
          style={{ minWidth: `calc(var(--names) + ${LEAST_WIDTH}px)` }}
        >
          <div className="sticky top-0 z-20 border-base-300 border-b bg-base-100 pl-(--names)">
            <TimelineAxis now={first.now} />
          </div>
          <div className="relative">
            <div className="absolute inset-y-0 right-0 left-(--names)">
              <TimelineGrid now={first.now} />
            </div>
            <ul>
              {queues.map((queue) => (
                <li key={queue.gpu.id} className="relative border-base-300 not-last:border-b">
                  <div
                    className="sticky left-0 z-10 float-left flex w-(--names) items-center gap-2 overflow-hidden border-base-300 border-r bg-base-100 px-3 text-sm leading-tight"
                    style={{ height: ROW_HEIGHT }}
                  >
                    <StateSign
                      state={queue.condition}
                      className={`size-2.5 ${STATE_INKS[queue.condition]}`}
                    />
                    <Link
                      href={`/gpus/${queue.gpu.id}`}
                      prefetch={false}
                      className="line-clamp-2 min-w-0 hover:underline"
                    >
                      {queue.gpu.gpuName}{" "}
                      <span className="text-muted max-sm:sr-only">{queue.gpu.model}</span>
                    </Link>
                  </div>
                  <div className="pl-(--names)">
                    <TimelineRow queue={queue} viewerId={viewerId} />
                  </div>
                </li>
              ))}
            </ul>
            {withProposal && (
              <TimelineGhost
                gpuIds={queues.map(({ gpu }) => gpu.id)}
                label={t("proposal")}
                now={first.now}
              />
            )}
          </div>
        </div>
      </section>
      <Legend />
      <p className="mt-1 text-muted text-sm">
        {t("basis")} {zone && t("zone", { now: zone })}
      </p>
    </div>
  );
}
