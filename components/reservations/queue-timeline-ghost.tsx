"use client";

import type { Instant } from "@/lib/domain/words";
import { useProposal } from "./proposal";
import { percentAt, ROW_HEIGHT } from "./queue-timeline-scale";

type Props = {
  /** The rows of the timeline. */
  gpuIds: readonly number[];
  label: string;
  now: Instant;
};

/** Where in the timeline the reservation would be that is about to be made. */
export function TimelineGhost({ gpuIds, label, now }: Props) {
  const proposal = useProposal();
  const row = proposal ? gpuIds.indexOf(proposal.gpuId) : -1;
  if (!proposal || row < 0) return null;
  const left = percentAt(proposal.from, now);
  const width = percentAt(proposal.to, now) - left;
  if (width <= 0) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute right-0 left-(--names)"
      // A row and the line below it.
      style={{ top: row * (ROW_HEIGHT + 1), height: ROW_HEIGHT }}
    >
      <div
        data-proposal={proposal.gpuId}
        className="absolute inset-y-1 overflow-hidden whitespace-nowrap rounded-selector border-2 border-primary bg-primary/20 px-1.5 font-semibold text-primary text-xs leading-7"
        style={{ left: `${left}%`, width: `${width}%` }}
      >
        <span className="rounded-selector bg-base-100 px-1">{label}</span>
      </div>
    </div>
  );
}
