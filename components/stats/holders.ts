import type { Span } from "@/lib/domain/computing";
import type { ChartUse } from "@/lib/stats/views";
import type { ChartWords } from "./chart-words";

/** Who held the card in some part of a span, in their order: "Lin (AI Lab), You". */
export function holdersIn(
  { from, to }: Span,
  uses: readonly ChartUse[],
  words: Pick<ChartWords, "nobody" | "you">,
): string {
  const names = uses
    .filter((use) => use.from < to && use.to > from)
    .map(({ isOwn, name, lab }) => (isOwn ? words.you : `${name} · ${lab}`));
  return [...new Set(names)].join(", ") || words.nobody;
}
