/** Prometheus's text format (0.0.4), read as strictly as Prometheus reads it. */

export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

export type Family = {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary";
  readonly samples: Sample[];
};

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

function labelsIn(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [whole = "", name = "", value = ""] = LABEL.exec(rest) ?? [];
    if (whole === "") throw new Error(`no label: ${rest}`);
    if (name in labels) throw new Error(`${name} twice in {${text}}`);
    labels[name] = value;
    rest = rest.slice(whole.length);
  }
  return labels;
}

function sampleIn(line: string): Sample {
  const [, name = "", , labels = "", value = ""] =
    new RegExp(`^(${NAME})(\\{(.*)\\})? ([^ ]+)$`).exec(line) ?? [];
  if (name === "") throw new Error(`no sample: ${line}`);
  const number = value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value);
  // Node's own measurements begin with none, which Prometheus reads in any case of letters.
  if (Number.isNaN(number) && !(/^nan$/i.test(value) && name.startsWith("nodejs_")))
    throw new Error(`no number: ${line}`);
  return { name, labels: labelsIn(labels), value: number };
}

const ENDINGS = { histogram: /_(bucket|sum|count)$/, summary: /_(sum|count)$/ } as const;

function belongs({ name, type }: Family, sample: Sample): boolean {
  if (sample.name === name) return type !== "histogram";
  if (type !== "histogram" && type !== "summary") return false;
  return sample.name.replace(ENDINGS[type], "") === name;
}

/** The families of a text. @throws Error at whatever Prometheus would not take */
export function readPrometheus(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let help: { name: string; text: string } | undefined;
  let current: Family | undefined;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === "HELP") help = { name, text: rest };
    else if (kind === "TYPE") {
      if (help?.name !== name) throw new Error(`${name} has no help before its type`);
      if (families.has(name)) throw new Error(`${name} comes twice`);
      if (!/^(counter|gauge|histogram|summary)$/.test(rest)) throw new Error(`no type: ${line}`);
      current = { name, help: help.text, type: rest as Family["type"], samples: [] };
      families.set(name, current);
    } else {
      const sample = sampleIn(line);
      if (!current || !belongs(current, sample)) throw new Error(`out of its family: ${line}`);
      const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
      if (seen.has(series)) throw new Error(`twice: ${line}`);
      seen.add(series);
      current.samples.push(sample);
    }
  }
  for (const family of families.values()) if (family.type === "histogram") checkHistogram(family);
  return families;
}

function checkHistogram({ name, samples }: Family): void {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _bound, ...labels } = sample.labels;
    const key = JSON.stringify(labels);
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, parts] of series) {
    const buckets = parts.filter((part) => part.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) =>
      labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le),
    );
    const counts = buckets.map(({ value }) => value);
    const count = parts.find((part) => part.name === `${name}_count`)?.value;
    const grows = (list: number[], strictly: boolean) =>
      list.every((value, n) => n === 0 || value - (list[n - 1] ?? 0) >= (strictly ? 1e-9 : 0));
    if (!grows(bounds, true) || !grows(counts, false)) throw new Error(`${name} ${key} shrinks`);
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== count)
      throw new Error(`${name} ${key}: its last bucket is not all`);
    if (!parts.some((part) => part.name === `${name}_sum`)) throw new Error(`${name}: no sum`);
  }
}

/** The value of one sample. @throws Error when there is none */
export function sampleOf(
  families: Map<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  for (const { samples } of families.values()) {
    for (const sample of samples) {
      const fits = Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
      if (sample.name === name && fits) return sample.value;
    }
  }
  throw new Error(`there is no ${name} ${JSON.stringify(labels)}`);
}
