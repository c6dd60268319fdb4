/** Reads a workload from a CSV file (RFC 4180, UTF-8), piece by piece. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { Records, Unreadable, type Workload } from "./records";

async function* textsOf(file: string, progress: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 18 })) {
    bytes += piece.length;
    progress(bytes);
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

/** Without a quote anywhere, a line is a record and a comma is a comma. */
function splitLines(text: string, records: Records): void {
  for (const line of text.split("\n")) {
    const cells = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (cells === "") records.skipLines(1);
    else records.add(cells.split(","));
  }
}

const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "something follows a closing quote; a quote inside is written twice",
  INVALID_OPENING_QUOTE: "a quote stands inside an unquoted cell",
};

/** Reads from the first quote on, by a parser that knows of them: it is several times as slow. */
async function parseQuoted(texts: AsyncIterable<string>, records: Records): Promise<void> {
  let empty = 0;
  const parser = parse({
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { empty_lines }) => {
      records.skipLines(empty_lines - empty);
      empty = empty_lines;
      records.add(cells);
      // A cell in quotes may go on for several lines.
      for (const cell of cells) records.skipLines(cell.split("\n").length - 1);
      return null;
    },
  });
  try {
    await pipeline(texts, parser, async (none) => {
      for await (const _ of none);
    });
  } catch (error) {
    const problem = QUOTE_PROBLEMS[String(Reflect.get(Object(error), "code"))];
    if (!problem) throw error;
    records.skipLines(parser.info.empty_lines - empty);
    throw records.unreadable(Number(Reflect.get(Object(error), "index")), problem);
  }
}

/**
 * Reads a whole file.
 * @param progress is told how many bytes were read
 * @throws Unreadable naming the first line and column that cannot be read
 */
export async function readWorkload(
  file: string,
  progress: (bytes: number) => void = () => undefined,
): Promise<Workload> {
  const records = new Records();
  const texts = textsOf(file, progress);
  let rest = "";
  for (let next = await texts.next(); !next.done; next = await texts.next()) {
    rest += next.value;
    if (rest.includes('"')) {
      const first = rest;
      rest = "";
      await parseQuoted(
        (async function* () {
          yield first;
          yield* texts;
        })(),
        records,
      );
      break;
    }
    const whole = rest.lastIndexOf("\n") + 1;
    if (whole > 0) splitLines(rest.slice(0, whole - 1), records);
    rest = rest.slice(whole);
  }
  if (rest !== "") splitLines(rest, records);
  return records.workload();
}

export { Unreadable };
