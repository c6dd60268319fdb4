/**
 * Every setting of the portal, read once from the environment. The only file that reads
 * `process.env`; README lists the same names.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { quietHoursOf } from "./domain/quiet-hours";
import { isTimeZone } from "./domain/zone-offset";

const MONTH_MINUTES = 60 * 24 * 30;
const MINUTES = `must be more than 0 and at most ${MONTH_MINUTES} minutes; decimals are fine`;
const minutes = z
  .string()
  .trim()
  .regex(/^\d*\.?\d+$/, MINUTES)
  .transform(Number)
  .refine((value) => value > 0 && value <= MONTH_MINUTES, MINUTES);

const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  const isInside = (value: number) => value >= least && value <= most;
  return z.string().trim().regex(/^\d+$/, message).transform(Number).refine(isInside, message);
};

const absent = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, fallback: string) =>
  z.preprocess((value) => absent(value) ?? fallback, schema);

const quietHours = z.string().transform((text, context) => {
  const hours = quietHoursOf(text);
  if (hours === null || typeof hours === "object") return hours;
  context.addIssue({ code: "custom", message: hours });
  return z.NEVER;
});

const minutesList = z
  .string()
  .transform((text) => (text === "none" ? [] : text.split(",")))
  .pipe(z.array(minutes))
  .transform((marks) => [...new Set(marks)].sort((a, b) => b - a));

// So that no interval lies in two days: samples are dropped and summed up by the day.
const partOfADay = wholeNumber(1, 1_440).refine(
  (minutes) => 1_440 % minutes === 0,
  "must divide a day of 1440 minutes, such as 15, 30 or 60",
);

const timeZone = z
  .string()
  .refine(isTimeZone, "must be the name of a time zone, such as Asia/Taipei");

function parsedUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(parsedUrl(text)?.protocol ?? ""),
      `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );

const server = (...protocols: string[]) =>
  url(...protocols).refine((text) => parsedUrl(text)?.hostname !== "", "must name a host");

const origin = server("http:", "https:")
  .refine(
    (text) => /^\/?$/.test(parsedUrl(text)?.pathname ?? ""),
    "must be an address without a path",
  )
  .transform((text) => parsedUrl(text)?.origin ?? text);

const schema = z
  .object({
    HOST: withDefault(z.string(), "127.0.0.1"),
    PORT: withDefault(wholeNumber(1, 65_535), "3000"),
    DATA_DIR: withDefault(
      z.string().transform((dir) => path.resolve(dir)),
      ".data",
    ),
    // No host is fine here: PostgreSQL's sockets are given otherwise.
    DATABASE_URL: optional(url("postgres:", "postgresql:")),
    REDIS_URL: optional(server("redis:", "rediss:")),
    SMTP_URL: optional(server("smtp:", "smtps:")),
    SENDER_EMAIL: optional(z.email("must be an e-mail address")),
    PASSWORD: optional(z.string()),
    NEXTAUTH_URL: optional(origin),
    NEXTAUTH_SECRET: optional(z.string().min(32, "must have 32 characters or more")),
    TRUST_PROXY: withDefault(
      z.enum(["0", "1"], "must be 0 or 1").transform((flag) => flag === "1"),
      "0",
    ),
    // As long as a secret, since it may be guessed at from outside.
    METRICS_TOKEN: optional(z.string().min(32, "must have 32 characters or more")),
    LAB_TIME_ZONE: withDefault(timeZone, "Asia/Taipei"),
    CLAIM_WINDOW_MINUTES: withDefault(minutes, "60"),
    QUIET_HOURS: withDefault(quietHours, "23:00-08:00"),
    ENDING_SOON_MINUTES: withDefault(minutesList, "60,10"),
    MAX_LIVE_RESERVATIONS: withDefault(wholeNumber(1, 1000), "3"),
    MAX_DISPLAY_DAYS: withDefault(wholeNumber(1, 92), "7"),
    AGGREGATION_INTERVAL_MINUTES: withDefault(partOfADay, "30"),
    // A week at least: agents that could not reach the portal catch up that far.
    STATS_RETENTION_DAYS: withDefault(wholeNumber(8, 3_650), "30"),
  })
  .refine((all) => all.STATS_RETENTION_DAYS >= all.MAX_DISPLAY_DAYS, {
    path: ["STATS_RETENTION_DAYS"],
    message: "must not be less than MAX_DISPLAY_DAYS",
  })
  .refine(({ SENDER_EMAIL, PASSWORD, SMTP_URL }) => !SENDER_EMAIL || PASSWORD || SMTP_URL, {
    path: ["SENDER_EMAIL"],
    message: "needs PASSWORD beside it (an app password of Gmail), or SMTP_URL",
  });

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.shape);

/** All settings, typed; optional ones are `undefined` when unset. */
export type Settings = z.output<typeof schema>;

/** A setting is wrong; the message is one line that names each wrong value. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** Reads settings from `source`. @throws SettingsError naming every value that is wrong. */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const wrong = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const name = String(path[0]);
    const shown = /SECRET|PASSWORD|_URL$/.test(name) ? name : `${name}=${source[name]}`;
    if (!wrong.has(name)) wrong.set(name, `${shown} ${message}`);
  }
  throw new SettingsError([...wrong.values()].join("; "));
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
