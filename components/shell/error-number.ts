/** The number under which the server logged an error. */
export function errorNumber(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error ? String(error.digest) : undefined;
}
