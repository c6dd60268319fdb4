/** How to reach the embedded database; kept inside its folder, so that neither is lost alone. */
import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const connectionSchema = z.object({ password: z.string(), port: z.int().optional() });

export type Connection = z.output<typeof connectionSchema>;

export const CONNECTION_FILE = "gpusched.json";

const fileOf = (cluster: string) => path.join(cluster, CONNECTION_FILE);

/** Undefined when the file is missing or is not what we wrote. */
export function readConnection(cluster: string): Connection | undefined {
  try {
    return connectionSchema.parse(JSON.parse(readFileSync(fileOf(cluster), "utf8")));
  } catch {
    return undefined;
  }
}

export function writeConnection(cluster: string, connection: Connection): void {
  // Written aside and renamed: a crash must not leave half a password.
  const aside = `${fileOf(cluster)}.new`;
  writeFileSync(aside, JSON.stringify(connection), { mode: 0o600 });
  const { uid, gid } = statSync(cluster);
  chownSync(aside, uid, gid);
  renameSync(aside, fileOf(cluster));
}
