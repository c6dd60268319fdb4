/** Disks that should be mounted, and are not. */
import { readFileSync } from "node:fs";
import path from "node:path";

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The second column of a table of mounts, in which a space is written "\040". */
const placesIn = (table: string): string[] =>
  table
    .split("\n")
    .filter((line) => !line.trim().startsWith("#"))
    .flatMap((line) => line.trim().split(/\s+/)[1] ?? [])
    .filter((place) => place.startsWith("/"))
    .map((place) =>
      path.resolve(
        place.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8))),
      ),
    );

/**
 * Where a disk belongs on which `folder` would lie, if it were mounted; undefined when none is
 * missing. What fstab does not know, such as a disk that somebody mounts by hand, is not found.
 * @param fstab what is to be mounted, as /etc/fstab has it
 * @param mounts what is
 */
export function missingMount(
  folder: string,
  fstab = readIfThere("/etc/fstab"),
  mounts = readIfThere("/proc/self/mounts"),
): string | undefined {
  const mounted = new Set(placesIn(mounts));
  const holds = (place: string) => `${path.resolve(folder)}/`.startsWith(`${place}/`);
  return placesIn(fstab).find((place) => holds(place) && !mounted.has(place));
}
