/** The secret that signs sessions and mailed links, made at the first start. */
import { randomBytes } from "node:crypto";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Makes `dataDir`/secret unless it exists; lib/settings.ts reads it. */
export function keepSecret(dataDir: string): void {
  const file = path.join(dataDir, "secret");
  if (existsSync(file)) return;
  // Written aside and renamed: half a secret would be used for ever.
  writeFileSync(`${file}.new`, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
