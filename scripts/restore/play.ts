/** Runs a script that scripts/backup/script.ts has written, as psql would. */
import { pipeline, Readable } from "node:stream";
import { pipeline as finished } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { ROWS_END, ROWS_FOLLOW } from "../backup/script";
import { Pieces } from "./pieces";

/** Runs it in the transaction that `client` is in. */
export async function playScript(client: ClientBase, compressed: Readable): Promise<void> {
  const script = pipeline(compressed, createGunzip({ chunkSize: 256 * 1024 }), () => undefined);
  const pieces = new Pieces(script);
  while (!(await pieces.isAtEnd())) {
    await client.query(await pieces.textBefore(ROWS_FOLLOW));
    if (await pieces.isAtEnd()) return;
    const copy = await pieces.textBefore(" FROM stdin;");
    await finished(Readable.from(rows(pieces)), client.query(copyFrom(`${copy} FROM STDIN`)));
  }
}

/**
 * The rows of a table. The line break before them is still there, so that the end is found in the
 * same way where there are none; the one after the last row is part of the end.
 */
async function* rows(pieces: Pieces): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const part of pieces.before(ROWS_END)) {
    if (part.length === 0) continue;
    yield isFirst ? part.subarray(1) : part;
    isFirst = false;
  }
  if (!isFirst) yield Buffer.from("\n");
}
