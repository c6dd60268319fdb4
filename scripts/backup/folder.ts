/** The folder of the backups: which of its files are ours, and which go. */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Failure } from "../start/failure.mjs";
import { findManifest, type Manifest } from "./manifest";

const NAME = /^gpusched-\d{8}T\d{6}\.\d{3}Z\.(dump|sql\.gz)$/;
const ENDING = { dump: "dump", script: "sql.gz" } as const;
const HALF = ".partial";
/** A backup that is being written changes all the time; one that has not for so long was killed. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** Where backups stand unless somebody says otherwise. */
export const usualFolder = (dataDir: string) => path.join(dataDir, "backups");

/** What a backup is called; names sort by time. */
export const nameOf = (kind: Manifest["kind"], takenAt: Date) =>
  `gpusched-${takenAt.toISOString().replaceAll(/[-:]/g, "")}.${ENDING[kind]}`;

/** The file that a backup is written to before it is one. */
export const halfOf = (file: string) => `${file}${HALF}`;

/** Makes the folder unless it exists: what stands in it is for nobody else. @throws Failure */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Failure(`${folder} cannot be used: ${error instanceof Error && error.message}.`);
  }
}

/** Files that look like backups, the newest first. */
export function backupsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  return names
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/** The newest of those that stand in the usual folder. */
export const newestBackup = (dataDir: string): string | undefined =>
  backupsIn(usualFolder(dataDir))[0];

/**
 * Keeps the newest `keep` backups of this portal, and removes its older ones. What is not surely one
 * of them (another portal's, a damaged one) stays.
 * @param made the one that was just made, which is the newest whatever the clock said before
 * @returns the files that are gone
 */
export async function prune(
  folder: string,
  portal: string,
  keep: number,
  made?: string,
): Promise<string[]> {
  const ours: string[] = made ? [made] : [];
  for (const file of backupsIn(folder)) {
    if (file === made) continue;
    const manifest = await findManifest(file).catch(() => undefined);
    if (manifest?.portal === portal) ours.push(file);
  }
  const old = ours.slice(keep);
  for (const file of old) rmSync(file, { force: true });
  return old;
}

/** Removes what killed backups left behind. */
export function removeForgotten(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(HALF) || !NAME.test(name.slice(0, -HALF.length))) continue;
    const file = path.join(folder, name);
    // One that another backup has just finished bears another name by now.
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || Date.now() - stat.mtimeMs <= FORGOTTEN_MS) continue;
    rmSync(file, { force: true });
  }
}
