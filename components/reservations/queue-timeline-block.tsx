import type { Block } from "@/lib/domain/timeline";
import type { Instant } from "@/lib/domain/words";
import { fitText, ROW_HEIGHT, span } from "./queue-timeline-scale";

const HEIGHT = 28;
const TOP = (ROW_HEIGHT - HEIGHT) / 2;

// Held, offered and waited for differ by sign and outline as well; what is waited for is an
// estimate and therefore lighter. The viewer's own is in the accent colour.
const LOOKS = {
  use: { box: "fill-held-tint stroke-held-fill", ink: "fill-held", dashed: false },
  turn: { box: "fill-turn-tint stroke-turn-fill", ink: "fill-turn", dashed: false },
  waiting: { box: "fill-base-100 stroke-line-strong", ink: "fill-muted", dashed: true },
  ownUse: { box: "fill-primary stroke-primary", ink: "fill-primary-content", dashed: false },
  ownWaiting: { box: "fill-accent-tint stroke-primary", ink: "fill-primary", dashed: true },
} as const;

export function lookOf(kind: Block["kind"], isOwn: boolean) {
  if (!isOwn) return LOOKS[kind];
  return kind === "waiting" ? LOOKS.ownWaiting : LOOKS.ownUse;
}

/** The sign of what holds the GPU, around (0, 0). */
export function BlockSign({ kind, className }: { kind: Block["kind"]; className: string }) {
  if (kind === "waiting") return null;
  return kind === "use" ? (
    <rect x={-4} y={-4} width={8} height={8} className={className} />
  ) : (
    <path d="M0-5l5 5-5 5-5-5z" className={className} />
  );
}

type Props = { block: Block; name: string; isOwn: boolean; title: string; now: Instant };

/** One reservation in a row, with its user's name where that has room. */
export function TimelineBlock({ block, name, isOwn, title, now }: Props) {
  const { kind, goesOn } = block;
  const { box, ink, dashed } = lookOf(kind, isOwn);
  const at = span(block, now);
  const isWaiting = kind === "waiting";
  const left = isWaiting ? 6 : 20;
  const shown = fitText(name, block, left + (goesOn ? 42 : 3));
  return (
    <g data-block={block.reservation.id}>
      <title>{title}</title>
      <rect
        {...at}
        y={TOP}
        height={HEIGHT}
        rx={4}
        strokeDasharray={dashed ? "4 3" : undefined}
        strokeWidth={1.25}
        className={box}
      />
      {(shown || goesOn || !isWaiting) && (
        <svg {...at} y={TOP} height={HEIGHT} aria-hidden="true">
          {!isWaiting && (
            <g transform="translate(11 14)">
              <BlockSign kind={kind} className={ink} />
            </g>
          )}
          <text x={left} y={18} fontSize={12} className={`${ink} ${isOwn ? "font-semibold" : ""}`}>
            {shown}
          </text>
          {goesOn && (
            <text x="100%" dx={-26} y={18} fontSize={13} textAnchor="end" className={ink}>
              →
            </text>
          )}
        </svg>
      )}
    </g>
  );
}
