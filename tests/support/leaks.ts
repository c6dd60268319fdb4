/** What a log may not hold, looked for the hard way: by what the people in it really use. */

const ADDRESS = /[\p{L}\p{N}._%+-]+@(?!\d)[\p{L}\p{N}-]+\.[\p{L}]{2,}/gu;
const TOKENS =
  /gpusched_[\w-]{43}|eyJ[\w-]{10,}\.|[?&]token=(?!\[hidden\])[^"\\ ]+|\$2[ab]\$\d\d\$/g;

/**
 * The lines of a log that tell an e-mail address, a token, or one of `secrets`; and those that are no
 * line of the log.
 */
export function leaksIn(log: string, secrets: readonly string[]): string[] {
  return log.split("\n").filter((line) => {
    if (line === "") return false;
    if (line.match(ADDRESS) || line.match(TOKENS)) return true;
    if (secrets.some((secret) => line.includes(secret))) return true;
    return !isLine(line);
  });
}

/** What the log says, line by line. */
export const entriesIn = (log: string): Record<string, unknown>[] =>
  log
    .split("\n")
    .filter(isLine)
    .map((line) => JSON.parse(line));

function isLine(line: string): boolean {
  try {
    const { level, at, sentence } = JSON.parse(line);
    return [level, at, sentence].every((part) => typeof part === "string");
  } catch {
    return false;
  }
}
