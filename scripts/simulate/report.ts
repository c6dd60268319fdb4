/** What a workload came to, as a page of text. */
import type { Summary, Waits } from "../../lib/simulator/summary";

const count = (figure: number) => figure.toLocaleString("en");
const hours = (figure: number) =>
  figure.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const share = (part: number, whole: number) =>
  whole > 0 ? ` (${((part / whole) * 100).toFixed(1)} %)` : "";

/** Cells in columns: the first to the left, figures to the right. */
function columns(lines: readonly (readonly string[])[]): string[] {
  const [first = []] = lines;
  const widths = first.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  return lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  "),
  );
}

const waitLine = (label: string, waits: Waits): string[] => [
  label,
  count(waits.turns),
  ...[waits.mean, waits.p50, waits.p95, waits.max].map(hours),
];

/** The summary as text, without a line break at its end. */
export function reportOf(summary: Summary): string {
  const { statuses, waits, allWaits } = summary;
  const rows = Object.values(statuses).reduce((sum, each) => sum + each, 0);
  const held = summary.usedHours + summary.unclaimedHours;
  const waiting = [
    ["priority", "turns", "mean", "p50", "p95", "max"],
    ...waits.map((each) => waitLine(String(each.priority), each)),
    ...(allWaits ? [waitLine("all", allWaits)] : []),
  ];
  const amounts = [
    ["Hours held", hours(held)],
    ["  in use", hours(summary.usedHours)],
    ["  unclaimed", hours(summary.unclaimedHours)],
    ["Idle-while-waiting hours", hours(summary.idleWhileWaitingHours)],
    ["Expired turns", count(statuses.EXPIRED)],
  ];
  const idle = share(summary.idleWhileWaitingHours, summary.waitedForHours);
  return [
    `${count(rows)} reservations: ${count(statuses.COMPLETED)} completed, ${count(statuses.EXPIRED)} expired, ${count(statuses.CANCELLED)} cancelled, ${count(statuses.REJECTED)} rejected`,
    "",
    "Hours waited for the turn",
    ...columns(waiting),
    "",
    ...columns(amounts).map((line, at) =>
      at === 3 && idle ? `${line}${idle} of the hours in which somebody waited` : line,
    ),
  ].join("\n");
}
