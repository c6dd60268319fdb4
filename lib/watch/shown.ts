/** Metrics of what others have counted; prom-client itself only counts. */
import { Counter, Gauge, type Histogram, type Registry } from "prom-client";
import { SUM } from "./buckets";
import type { Tallies } from "./tally";

type Labels = Readonly<Record<string, string>>;
type Value = readonly [value: number, labels?: Labels];

const labelsOf = (values: readonly Value[]) => Object.keys(values[0]?.[1] ?? {});

/** What goes up and down; null: nobody knows, and nothing is told. */
export function gauge(registry: Registry, name: string, help: string, values: Value[]): void {
  const shown = new Gauge({ name, help, labelNames: labelsOf(values), registers: [registry] });
  for (const [value, labels = {}] of values) shown.set(labels, value);
}

/** What only ever grows. */
export function counter(registry: Registry, name: string, help: string, values: Value[]): void {
  const shown = new Counter({ name, help, labelNames: labelsOf(values), registers: [registry] });
  for (const [value, labels = {}] of values) shown.inc(labels, value);
}

/** Lengths that were counted by group (lib/watch/buckets.ts). */
export function histogram(
  registry: Registry,
  name: string,
  help: string,
  { of, tallies, bounds }: { of: string; tallies: Tallies; bounds: readonly number[] },
): void {
  let count = 0;
  const values = [...bounds.map(String), "+Inf"].map((le) => {
    count += tallies.of(of, le);
    return { metricName: `${name}_bucket`, labels: { le }, value: count };
  });
  const rest = [
    { metricName: `${name}_sum`, labels: {}, value: tallies.of(of, SUM) },
    { metricName: `${name}_count`, labels: {}, value: count },
  ];
  const type = "histogram";
  const told = { name, help, type, values: [...values, ...rest], aggregator: "sum" };
  // All that a registry asks of a metric; prom-client's own histogram takes single lengths only.
  registry.registerMetric({ name, get: async () => told } as unknown as Histogram);
}
