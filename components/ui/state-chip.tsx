import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** The states of a GPU: free ●, held ■, turn ◆, fault ▲, out or disabled –; the same everywhere. */
export type GpuState = "free" | "held" | "turn" | "fault" | "maintenance" | "disabled";

/** The colour of a state's sign and words. */
export const STATE_INKS: Readonly<Record<GpuState, string>> = {
  free: "text-free",
  held: "text-held",
  turn: "text-turn",
  fault: "text-fault",
  maintenance: "text-off",
  disabled: "text-off",
};

const TINTS: Readonly<Record<GpuState, string>> = {
  free: "bg-free-tint",
  held: "bg-held-tint",
  turn: "bg-turn-tint",
  fault: "bg-fault-tint",
  maintenance: "bg-off-tint",
  disabled: "bg-off-tint",
};

/** The sign of a state, drawn the same in every font. */
export function StateSign({
  state,
  className = "size-2.5",
}: {
  state: GpuState;
  className?: string;
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 10 10"
      fill="currentColor"
      className={`shrink-0 ${className}`}
    >
      {state === "free" && <circle cx="5" cy="5" r="4.5" />}
      {state === "held" && <rect x="1" y="1" width="8" height="8" />}
      {state === "turn" && <path d="M5 0l5 5-5 5-5-5z" />}
      {state === "fault" && <path d="M5 .5l5 9H0z" />}
      {(state === "disabled" || state === "maintenance") && (
        <rect x="1" y="4" width="8" height="2" />
      )}
    </svg>
  );
}

/** Sign, word and colour of a state; `children` replaces the usual word. For server components. */
export function StateChip({ state, children }: { state: GpuState; children?: ReactNode }) {
  const t = useTranslations("common");
  return (
    <span
      className={`nowrap inline-flex items-center gap-1.5 rounded-selector px-2 py-0.5 font-medium text-sm ${TINTS[state]} ${STATE_INKS[state]}`}
    >
      <StateSign state={state} />
      {children ?? t(`state.${state}`)}
    </span>
  );
}
