/** Remembers from which sources the build was made. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDERS = ["app", "components", "lib", "prisma", "public", "scripts/web", "worker"];
/** Made by the tools themselves. */
const GENERATED = ["lib/generated", "next-env.d.ts"];
const RECORD = "dist/built-from";
/** What Next writes last. */
const PAGES = ".next/BUILD_ID";

/** Whether the build in this folder was made, completely, from the sources as they are now. */
export function isBuilt(): boolean {
  if (!existsSync(RECORD) || !existsSync(PAGES)) return false;
  return readFileSync(RECORD, "utf8") === fingerprint();
}

/** Runs `build` and records that it succeeded; a build that fails leaves no record. */
export async function recordBuild(build: () => Promise<void>): Promise<void> {
  rmSync(RECORD, { force: true });
  const sources = fingerprint();
  await build();
  mkdirSync(path.dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, sources);
}

/** One hash of all source files, their names and contents, and of the lockfile. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of sourceFiles()) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function sourceFiles(): string[] {
  const configuration = readdirSync(".").filter((name) => /\.(m?js|ts|json)$/.test(name));
  const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  return ["scripts/build.ts", ...configuration, ...files]
    .filter((file) => !GENERATED.some((generated) => file.startsWith(generated)))
    .sort();
}
