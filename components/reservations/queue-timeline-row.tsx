import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { type Block, laneOf, type Stretch } from "@/lib/domain/timeline";
import { HOUR } from "@/lib/domain/words";
import { formatAbsolute } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Queue } from "@/lib/reservations/views";
import { TimelineBlock } from "./queue-timeline-block";
import { ROW_HEIGHT, SHOWN_HOURS, span } from "./queue-timeline-scale";

/** What each block, outage and state says, in sentences. */
async function wordsOf(queue: Queue, viewerId: number) {
  const t = await getTranslations("timeline");
  const states = await getTranslations("common.state");
  const view = await timeView();
  const { people, condition, gpu } = queue;
  const clock = (at: number) => formatAbsolute(at, { ...view, isOwnZone: true });
  const nameOf = ({ reservation: { userId } }: Block) => people.get(userId)?.name ?? "";
  const until = ({ to, goesOn }: Stretch) => (goesOn ? t("later") : clock(to));
  return {
    nameOf: (block: Block) => (block.reservation.userId === viewerId ? t("you") : nameOf(block)),
    block: (block: Block) =>
      t(`says.${block.kind}`, {
        place: block.place,
        person: block.reservation.userId === viewerId ? t("you") : nameOf(block),
        lab: people.get(block.reservation.userId)?.lab ?? "",
        from: clock(block.from),
        until: until(block),
      }),
    outage: (out: Stretch & { outage: { until: number | null } }) =>
      out.outage.until === null
        ? t("says.outageOpen", { from: clock(out.from) })
        : t("says.outage", { from: clock(out.from), until: clock(out.outage.until) }),
    state:
      condition === "fault"
        ? t("says.fault", { fault: await faultWords(gpu.fault) })
        : states(condition),
    outageShort: states("maintenance"),
    more: (later: number, unknown: number) =>
      [
        later > 0 ? t("more.later", { count: later }) : "",
        unknown > 0 ? t("more.unknown", { count: unknown }) : "",
      ].filter(Boolean),
  };
}

const LONG_ENOUGH = 10 * HOUR;

type Props = { queue: Queue; viewerId: number };

/** One GPU's hours to come, drawn and, for those who do not see it, said. */
export async function TimelineRow({ queue, viewerId }: Props) {
  const { state, waiters, condition, now } = queue;
  const atFullUse = waiters.map((waiter) => ({ ...waiter, startsAt: waiter.fullUseAt }));
  const lane = laneOf(state, atFullUse, now, now + SHOWN_HOURS * HOUR);
  const words = await wordsOf(queue, viewerId);
  const said = lane.blocks.map((block) => ({ block, text: words.block(block) }));
  const isStill = condition === "fault" || condition === "disabled";
  const more = words.more(lane.later, lane.unknown);
  return (
    <>
      <svg aria-hidden="true" width="100%" height={ROW_HEIGHT} className="block">
        {isStill && (
          <rect
            width="100%"
            y={6}
            height={28}
            fill={`url(#timeline-${condition === "fault" ? "fault" : "off"})`}
          />
        )}
        {isStill && lane.blocks.length === 0 && (
          <text x={12} y={24} fontSize={12} className="fill-base-content font-medium">
            {words.state}
          </text>
        )}
        {lane.outages.map((outage) => (
          <g key={outage.from}>
            <title>{words.outage(outage)}</title>
            <rect {...span(outage, now)} y={6} height={28} fill="url(#timeline-off)" />
            {outage.to - outage.from >= LONG_ENOUGH && (
              <svg aria-hidden="true" {...span(outage, now)} y={6} height={28}>
                <text x={8} y={18} fontSize={12} className="fill-base-content font-medium">
                  {words.outageShort}
                </text>
              </svg>
            )}
          </g>
        ))}
        {said.map(({ block, text }) => (
          <TimelineBlock
            key={block.reservation.id}
            block={block}
            name={words.nameOf(block)}
            isOwn={block.reservation.userId === viewerId}
            title={text}
            now={now}
          />
        ))}
        {more.length > 0 && (
          <g>
            <title>{more.join(" · ")}</title>
            <text
              x="100%"
              dx={-6}
              y={24}
              textAnchor="end"
              fontSize={12}
              strokeWidth={5}
              style={{ paintOrder: "stroke" }}
              className="fill-base-content stroke-base-100 font-medium"
            >
              +{lane.later + lane.unknown}
            </text>
          </g>
        )}
      </svg>
      <ul className="sr-only">
        {(lane.blocks.length === 0 || isStill) && <li>{words.state}</li>}
        {said.map(({ block, text }) => (
          <li key={block.reservation.id}>{text}</li>
        ))}
        {lane.outages.map((outage) => (
          <li key={outage.from}>{words.outage(outage)}</li>
        ))}
        {more.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

/** The grounds of what gives no turns, for all rows of a timeline. */
export function TimelinePatterns() {
  const lines = (id: string, ground: string, line: string) => (
    <pattern
      id={id}
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="8" height="8" fill={ground} />
      <rect width="2" height="8" fill={line} />
    </pattern>
  );
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {lines(
          "timeline-off",
          "var(--off-tint)",
          "color-mix(in oklab, var(--off-fill) 45%, transparent)",
        )}
        {lines(
          "timeline-fault",
          "var(--fault-tint)",
          "color-mix(in oklab, var(--fault-fill) 35%, transparent)",
        )}
      </defs>
    </svg>
  );
}
