/**
 * Every setting of the portal, read once from the environment. The only file that reads
 * `process.env`; README lists the same names.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const MONTH_MINUTES = 60 * 24 * 30;
const positiveMinutes = z.coerce.number().positive().max(MONTH_MINUTES);
const absent = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, fallback: string) =>
  z.preprocess((value) => absent(value) ?? fallback, schema);

const clockTime = "([01]\\d|2[0-3]):[0-5]\\d";
const quietHours = z
  .string()
  .regex(new RegExp(`^(none|${clockTime}-${clockTime})$`), "write it as 23:00-08:00, or none")
  .transform((text) => {
    if (text === "none") return null;
    const [start, end] = text.split("-") as [string, string];
    return { start, end };
  })
  .refine((hours) => hours === null || hours.start !== hours.end, "start and end must differ");

const minutesList = z
  .string()
  .transform((text) => (text === "none" ? [] : text.split(",").map((part) => part.trim())))
  .transform((parts) => parts.map(Number))
  .pipe(z.array(z.number().positive().max(MONTH_MINUTES)))
  .transform((minutes) => [...new Set(minutes)].sort((a, b) => b - a));

const timeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}, "is not a time zone such as Asia/Taipei");

const url = (...protocols: string[]) =>
  z.string().refine(
    (text) => {
      try {
        return protocols.includes(new URL(text).protocol);
      } catch {
        return false;
      }
    },
    `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  );

const schema = z.object({
  HOST: withDefault(z.string(), "127.0.0.1"),
  PORT: withDefault(z.coerce.number().int().min(0).max(65_535), "3000"),
  DATA_DIR: withDefault(
    z.string().transform((dir) => path.resolve(dir)),
    ".data",
  ),
  DATABASE_URL: optional(url("postgres:", "postgresql:")),
  REDIS_URL: optional(url("redis:", "rediss:")),
  SMTP_URL: optional(url("smtp:", "smtps:")),
  SENDER_EMAIL: optional(z.email()),
  PASSWORD: optional(z.string()),
  NEXTAUTH_URL: optional(url("http:", "https:").transform((text) => text.replace(/\/+$/, ""))),
  NEXTAUTH_SECRET: optional(z.string().min(32)),
  TRUST_PROXY: withDefault(
    z.enum(["0", "1"]).transform((flag) => flag === "1"),
    "0",
  ),
  LAB_TIME_ZONE: withDefault(timeZone, "Asia/Taipei"),
  CLAIM_WINDOW_MINUTES: withDefault(positiveMinutes, "60"),
  QUIET_HOURS: withDefault(quietHours, "23:00-08:00"),
  ENDING_SOON_MINUTES: withDefault(minutesList, "60,10"),
  MAX_LIVE_RESERVATIONS: withDefault(z.coerce.number().int().min(1).max(1000), "3"),
});

/** All settings, typed; optional ones are `undefined` when unset. */
export type Settings = z.output<typeof schema>;

/** A setting is wrong; the message is one line that names each wrong value. */
export class SettingsError extends Error {}

/** Reads settings from `source`. @throws SettingsError naming every value that is wrong. */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const shown = /SECRET|PASSWORD|_URL$/.test(name) ? "" : `=${source[name]}`;
    return `${name}${shown}: ${issue.message}`;
  });
  throw new SettingsError(wrong.join("; "));
}

let cached: Settings | undefined;

/** The settings of this process. Read lazily, so that `next build` needs none. */
export function settings(): Settings {
  cached ??= readSettings(process.env);
  return cached;
}

/** Reads a file that `npm start` keeps in DATA_DIR, or undefined when there is none. */
function kept(file: string): string | undefined {
  try {
    return readFileSync(path.join(settings().DATA_DIR, file), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Address of the database in use: DATABASE_URL, else that of the running embedded one. */
export function databaseUrl(): string {
  const address = settings().DATABASE_URL ?? kept("database-url");
  if (address) return address;
  throw new SettingsError("no database: set DATABASE_URL, or run `npm start` first");
}

/** The secret that signs sessions and mailed links. */
export function secret(): string {
  const value = settings().NEXTAUTH_SECRET ?? kept("secret");
  if (value) return value;
  throw new SettingsError("no secret: set NEXTAUTH_SECRET, or run `npm start` first");
}

/** Where people reach the portal, without a trailing slash; the base of links in mails. */
export function portalUrl(): string {
  return settings().NEXTAUTH_URL ?? `http://localhost:${settings().PORT}`;
}
