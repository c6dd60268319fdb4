/** Writes a backup so that there is the whole of it or nothing. */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Failure } from "../start/failure.mjs";
import { halfOf } from "./folder";
import { type Facts, sealOf } from "./manifest";

/** A disk, a quota or a limit of the process is used up. */
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes `content` and what it says of itself to a file beside, which gets its name once all of it
 * is on the disk. Only its owner may read it.
 * @param facts asked when the content has been read to its end
 * @returns the size of the file in bytes
 * @throws Failure when the disk is full or refuses; what `content` throws. Then there is no file.
 */
export async function writeBackup(
  file: string,
  content: Readable,
  facts: () => Facts,
): Promise<number> {
  const half = halfOf(file);
  try {
    const size = await writeHalf(half, content, facts);
    await rename(half, file);
    await syncFolder(path.dirname(file));
    return size;
  } catch (error) {
    rmSync(half, { force: true });
    throw inWords(error, path.dirname(file));
  } finally {
    content.destroy();
  }
}

async function writeHalf(half: string, content: Readable, facts: () => Facts): Promise<number> {
  const handle = await open(half, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.appendFile(chunk);
    }
    const seal = sealOf(facts(), bytes, hash.digest("hex"));
    await handle.appendFile(seal);
    await handle.sync();
    return bytes + seal.length;
  } finally {
    await handle.close();
  }
}

/** Without it, a power cut could take the name of a file that is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function inWords(error: unknown, folder: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  const kept = "No backup was made; those before are as they were.";
  if (code && FULL.has(code)) return new Failure(`No space is left in ${folder}. ${kept}`);
  const isOfFile = syscall && ["open", "write", "fsync", "rename", "close"].includes(syscall);
  return isOfFile ? new Failure(`${folder} cannot be written: ${message}. ${kept}`) : error;
}
