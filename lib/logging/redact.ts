/**
 * Takes out of a line of the log what is a secret or an e-mail address. Errors bring both: a mail
 * server repeats whom it refuses, PostgreSQL the value that it cannot read.
 */
import { knownSecrets } from "./secrets";

const HIDDEN = "[hidden]";
const ADDRESS = "[address]";

/** In these fields nothing is for the log, whatever it looks like. */
const SECRET_FIELD =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|e-?mail|phone|connection_?info/i;

/**
 * How a secret looks, and what stands in its place. Each part before a sign that must follow has a
 * longest length: strangers write what is searched here, and must not make it take long.
 */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  // An account in an address, before the rule for e-mail would take a part of it.
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s"'<>]{0,500}@/gi, `$1${HIDDEN}@`],
  [/\b(bearer|basic)\s+[\w+/=.~-]+/gi, `$1 ${HIDDEN}`],
  [/\bgpusched_[\w-]{20,}/g, HIDDEN],
  [/((?:token|password|secret)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi, `$1${HIDDEN}`],
  [/(\/api\/calendar\/)[^\s"'?]+/g, `$1${HIDDEN}`],
  // A session, and the hash of a password as bcrypt, werkzeug and scrypt write it.
  [/\beyJ[\w-]+(\.[\w-]*)+/g, HIDDEN],
  [/\$2[abxy]\$\d\d\$[./\w]{20,}|\b(pbkdf2|scrypt):[\w:]{1,100}\$[^\s"']+/g, HIDDEN],
  // Signed ids, as in links that were mailed.
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]{16,}/gi, HIDDEN],
  [/[\p{L}\p{N}._%+'~!#$&*-]{1,100}@[\p{L}\p{N}[][^\s<>"'`,;()]*/gu, ADDRESS],
];

const MOST_TEXT = 4_000;

/** The beginning of a text, up to a whole word: half a secret would not be known for one. */
function beginningOf(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  const beginning = text.slice(0, MOST_TEXT);
  const end = Math.max(beginning.lastIndexOf(" "), beginning.lastIndexOf("\n"));
  return `${beginning.slice(0, end + 1)}…`;
}

/** The beginning of a text, without secrets and e-mail addresses. */
export function redacted(text: string): string {
  let clean = beginningOf(text);
  for (const secret of knownSecrets()) clean = clean.replaceAll(secret, HIDDEN);
  for (const [look, instead] of LOOKS) clean = clean.replace(look, instead);
  return clean;
}

/** PostgreSQL's errors about a value (class 22) say which; its others name tables and rules. */
const isAboutValue = (code: unknown): boolean => typeof code === "string" && /^22...$/.test(code);

/** Prisma shows the whole row that was to be written. */
function withoutRow(message: string): string {
  const from = message.indexOf("{\n");
  const to = message.lastIndexOf("}");
  return from < 0 || to < from
    ? message
    : `${message.slice(0, from)}${HIDDEN}${message.slice(to + 1)}`;
}

/**
 * What the log tells of an error. Not its other fields: those of PostgreSQL, Prisma and nodemailer
 * hold rows, parameters, recipients and what the server said.
 */
function describe(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? error.code : undefined;
  const digest = "digest" in error ? error.digest : undefined;
  const whole = redacted(withoutRow(error.message));
  const message = isAboutValue(code) ? whole.replace(/: ".*$/s, `: ${HIDDEN}`) : whole;
  // Node's stack begins with the message; only where it happened is taken from it.
  const stack = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
  return {
    name: error.name,
    message,
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof digest === "string" ? { digest } : {}),
    ...(stack && { stack: redacted(stack) }),
    ...(error.cause !== undefined && { cause: safe(error.cause, depth + 1) }),
  };
}

const MOST_DEPTH = 6;
/** What may stand in the log of a value, however deep it goes. */
export function safe(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redacted(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MOST_DEPTH) return "…";
  if (value instanceof Error) return describe(value, depth);
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return HIDDEN;
  if (Array.isArray(value)) return value.slice(0, 100).map((each) => safe(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      SECRET_FIELD.test(key) && each !== undefined && each !== null && typeof each !== "boolean"
        ? HIDDEN
        : safe(each, depth + 1),
    ]),
  );
}
