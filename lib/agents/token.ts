/** The token by which an agent proves whose it is. Random, so that one fast hash hides it. */
import { createHash, randomBytes } from "node:crypto";

/** A new token; it is stored nowhere. */
export const newToken = (): string => `gpusched_${randomBytes(32).toString("base64url")}`;

/** The token that came with a request, or null where none of ours came. */
export const bearerToken = (authorization: string | null): string | null =>
  /^Bearer (gpusched_[\w-]{43})$/.exec(authorization ?? "")?.[1] ?? null;

/** What is kept of a token. */
export const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();
