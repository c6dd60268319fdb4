import { useTranslations } from "next-intl";
import { type GpuState, StateChip } from "@/components/ui/state-chip";
import type { AgentState } from "@/lib/agents/queries";

const SIGNS: Readonly<Record<AgentState, GpuState>> = {
  none: "disabled",
  expected: "turn",
  reporting: "free",
  troubled: "turn",
  silent: "fault",
};

/** Whether a server's agent reports, in a word. */
export function AgentChip({ state }: { state: AgentState }) {
  const t = useTranslations("adminServer.agent.chip");
  return <StateChip state={SIGNS[state]}>{t(state)}</StateChip>;
}
