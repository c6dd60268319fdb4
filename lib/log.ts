/** One JSON line per event on stderr: a sentence, a level, and what belongs to it. */
type Details = Record<string, unknown>;

function describe(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack } = value;
  const code = "code" in value ? value.code : undefined;
  return { name, message, code, stack, cause: value.cause ? describe(value.cause) : undefined };
}

function write(level: "info" | "warn" | "error", details: Details, sentence: string): void {
  const described = Object.entries(details).map(([key, value]) => [key, describe(value)]);
  const entry = { at: new Date().toISOString(), level, sentence, ...Object.fromEntries(described) };
  process.stderr.write(`${JSON.stringify(entry)}\n`);
}

export const log = {
  info: (details: Details, sentence: string) => write("info", details, sentence),
  warn: (details: Details, sentence: string) => write("warn", details, sentence),
  error: (details: Details, sentence: string) => write("error", details, sentence),
};
