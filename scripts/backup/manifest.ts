/**
 * What a backup says of itself. It stands at the end of the file, where PostgreSQL's own programs do
 * not look: pg_restore and psql read the file as they read any other.
 */
import { createHash } from "node:crypto";
import { createReadStream, readdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { Failure } from "../start/failure.mjs";

/** Grows when an older version of the portal could no longer bring a backup back. */
const FORMAT = 1;

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** `dump`: of pg_dump, custom format. `script`: our own, for psql (script.ts). */
  kind: z.enum(["dump", "script"]),
  /** The portal's address: backups of several may stand in one folder. */
  portal: z.string(),
  takenAt: z.iso.datetime(),
  /** Major version of the server, and of the pg_dump that made it. */
  serverVersion: z.int(),
  clientVersion: z.int().optional(),
  migrations: z.array(z.string()),
  /** Rows of every table of the portal, partitions one by one. */
  rows: z.record(z.string(), z.int()),
  /** Of all that stands before the manifest. */
  bytes: z.int().positive(),
  sha256: z.string(),
});

export type Manifest = z.output<typeof manifestSchema>;

/** A manifest but for what is known once all is written. */
export type Facts = Omit<Manifest, "format" | "bytes" | "sha256">;

const MAGIC = "gpusched-backup";
/** The last line of the file: how long the manifest before it is. */
const lastLine = (length: number) => `\n${MAGIC} ${String(length).padStart(8)}\n`;
const LAST_LINE_BYTES = lastLine(0).length;

/** What ends a backup. */
export function sealOf(facts: Facts, bytes: number, sha256: string): Buffer {
  const manifest: Manifest = { format: FORMAT, ...facts, bytes, sha256 };
  const text = Buffer.from(`\n${JSON.stringify(manifest)}`);
  return Buffer.concat([text, Buffer.from(lastLine(text.length))]);
}

/** Reads what a backup says of itself, or nothing when it is none, or not a whole one. @throws Failure */
export async function findManifest(file: string): Promise<Manifest | undefined> {
  const handle = await open(file).catch((error: Error) => {
    throw new Failure(`${file} cannot be read: ${error.message}.`);
  });
  try {
    const text = await manifestText(handle);
    return text === undefined ? undefined : parsed(file, text);
  } finally {
    await handle.close();
  }
}

async function manifestText(handle: FileHandle): Promise<string | undefined> {
  const stat = await handle.stat();
  if (!stat.isFile()) return undefined;
  const part = async (length: number, before: number) => {
    const position = stat.size - before;
    if (position < 0) return "";
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.toString();
  };
  const line = await part(LAST_LINE_BYTES, LAST_LINE_BYTES);
  const length = Number(new RegExp(`^\n${MAGIC} +(\\d+)\n$`).exec(line)?.[1]);
  return length > 0 ? part(length, LAST_LINE_BYTES + length) : undefined;
}

function parsed(file: string, text: string): Manifest | undefined {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Number(Reflect.get(Object(said), "format")) > FORMAT) throw newer(file, "another format");
  return manifestSchema.safeParse(said).data;
}

const newer = (file: string, sign: string) =>
  new Failure(
    `${file} was made by a newer version of gpusched (${sign}): bring it back with that one.`,
  );

/**
 * The manifest of a backup that is whole and that this version of the portal understands.
 * @throws Failure in one line
 */
export async function readWhole(file: string): Promise<Manifest> {
  const manifest = await findManifest(file);
  if (!manifest) throw new Failure(`${file} is no backup of gpusched, or its end is missing.`);
  const known = new Set(readdirSync("prisma/migrations"));
  const unknown = manifest.migrations.find((name) => !known.has(name));
  if (unknown) throw newer(file, `migration ${unknown}`);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of contentOf(file, manifest)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  if (bytes === manifest.bytes && hash.digest("hex") === manifest.sha256) return manifest;
  throw new Failure(`${file} is damaged: it is not what was written. Nothing was changed.`);
}

/** All that stands before the manifest. */
export const contentOf = (file: string, { bytes }: Manifest) =>
  createReadStream(file, { end: bytes - 1, highWaterMark: 256 * 1024 });
