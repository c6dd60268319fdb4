import { type Run, runsOf } from "@/lib/domain/series";

type Props = {
  /** In %; null where nothing is known. */
  values: readonly (number | null)[];
  /** What it shows, in words. */
  label: string;
};

const HEIGHT = 24;
/** So that a line on the edge is drawn in its full width. */
const MARGIN = 1;

const y = (percent: number) =>
  Number((HEIGHT - MARGIN - (percent / 100) * (HEIGHT - 2 * MARGIN)).toFixed(2));

/** A value that stands alone becomes a dot: a line of no length with round ends. */
const line = ({ start, values }: Run) =>
  `M${values.map((value, index) => `${start + index} ${y(value)}`).join("L")}${values.length === 1 ? "h0" : ""}`;

const ground = ({ start, values }: Run) => `${line({ start, values })}V${HEIGHT}H${start}Z`;

/** A small chart without axes, drawn on the server. A gap is a gap. */
export function Sparkline({ values, label }: Props) {
  const runs = runsOf(values);
  return (
    <svg
      role="img"
      viewBox={`0 0 ${values.length - 1} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-6 min-w-0 grow overflow-visible"
    >
      <title>{label}</title>
      <path d={runs.map(ground).join("")} className="fill-base-content/10" />
      <path
        d={runs.map(line).join("")}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
