import type { Report } from "./story";

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const spread = (values: readonly number[]): string =>
  `p50 ${seconds(quantile(values, 0.5))}, p99 ${seconds(quantile(values, 0.99))}, ` +
  `longest ${seconds(quantile(values, 1))}`;

const times = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([what, count]) => `${what} ×${count}`)
    .join("; ");

/** A report as people read it. */
export function described(report: Report): string {
  const { broken } = report;
  const lines = [
    `Jobs in ${report.backend}, seed ${report.seed}, ${report.minutes.toFixed(1)} minutes: ` +
      `${report.reservations} reservations, ${report.turns} turns, ${report.mails} mails`,
    `  Came twice: ${times(report.doubled) || "none"}`,
    `  Workers started within: ${spread(report.starts)}`,
    `  Done after it was due: ${spread(report.late)}`,
    `    longest while it could be done: ${seconds(report.longestLateWhileAble)} of 10 s`,
    `  Mails came after: ${spread(report.mailWaits)}`,
    `    longest while they could leave: ${seconds(report.longestMailWhileAble)} of 60 s`,
    `  Changed meanwhile: ${times(report.changes)}`,
    `  Harm: ${times(report.strikes)}`,
    broken.length === 0
      ? "  Every promise was kept."
      : `  Broken: ${broken.length}; all that happened is in ${report.logFile}`,
    ...broken.slice(0, 40).map((what) => `    ${what}`),
  ];
  return lines.join("\n");
}
