/** What `npm run simulate` is asked for. */
import path from "node:path";
import { parseArgs } from "node:util";
import { quietHoursOf } from "../../lib/domain/quiet-hours";
import { DAY, MINUTE } from "../../lib/domain/words";
import { isTimeZone } from "../../lib/domain/zone-offset";
import { momentOf } from "../../lib/simulator/decimal";
import type { Rules } from "../../lib/simulator/workload";

export const USAGE = `npm run --silent simulate -- --input workload.csv [options]

  --input FILE                 the workload (docs/simulator.md says what it looks like)
  --output FILE                what became of each row
  --claim-window-minutes 60    how long a turn may stay unclaimed
  --quiet-hours none           hours in which no claim window runs, such as 23:00-08:00
  --time-zone Asia/Taipei      the zone of the quiet hours
  --max-live 0                 live reservations of one user over all GPUs; 0 for no limit`;

/** An option that cannot be read; the message is one line. */
export class WrongOption extends Error {}

export type Options = {
  readonly input: string;
  readonly output: string | undefined;
  readonly rules: Rules;
};

const OPTIONS = {
  input: { type: "string" },
  output: { type: "string" },
  "claim-window-minutes": { type: "string", default: "60" },
  "quiet-hours": { type: "string", default: "none" },
  "time-zone": { type: "string", default: "Asia/Taipei" },
  "max-live": { type: "string", default: "0" },
  help: { type: "boolean" },
} as const;

function valuesOf(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new WrongOption(error instanceof Error ? error.message : String(error));
  }
}

function refuse(option: string, value: string, how: string): never {
  throw new WrongOption(`--${option} ${value}: ${how}`);
}

/** Ten years: whoever has as much time loses no turn. */
const LONGEST_WINDOW_MS = 3_650 * DAY;

/** Minutes that come to whole milliseconds, in which deadlines are told to people. */
function minutesOf(text: string): number {
  const span = momentOf(text, MINUTE);
  const isWhole = typeof span === "object" && span.beyond === 0n;
  if (isWhole && span.ms > 0 && span.ms <= LONGEST_WINDOW_MS) return span.ms / MINUTE;
  const wanted = "must be more than 0, whole milliseconds, and ten years at most";
  return refuse("claim-window-minutes", text, wanted);
}

/** A file as whoever called means it: npm runs a script in the folder of its package. */
function fileOf(name: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: callersFolder } = process.env;
  return path.resolve((script === "simulate" && callersFolder) || "", name);
}

/** The options, or null where only help is asked for. @throws WrongOption */
export function optionsOf(args: string[]): Options | null {
  const values = valuesOf(args);
  if (values.help) return null;
  const { input, output, "time-zone": timeZone, "max-live": maxLive } = values;
  if (!input) throw new WrongOption("--input is missing: npm run simulate -- --help");
  const quietHours = quietHoursOf(values["quiet-hours"]);
  if (typeof quietHours === "string") refuse("quiet-hours", values["quiet-hours"], quietHours);
  if (!isTimeZone(timeZone)) refuse("time-zone", timeZone, "must be one such as Asia/Taipei");
  if (!/^\d{1,15}$/.test(maxLive)) refuse("max-live", maxLive, "must be a whole number from 0 on");
  const claimWindowMinutes = minutesOf(values["claim-window-minutes"]);
  const rules = { claimWindowMinutes, quietHours, timeZone, maxLive: Number(maxLive) || null };
  return { input: fileOf(input), output: output && fileOf(output), rules };
}
