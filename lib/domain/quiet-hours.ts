import type { QuietHours } from "./words";

const CLOCK_TIME = "([01]\\d|2[0-3]):[0-5]\\d";
const WRITTEN = new RegExp(`^(${CLOCK_TIME})-(${CLOCK_TIME})$`);

/** "23:00-08:00" as quiet hours, "none" as null; or what is wrong with it, as "must …". */
export function quietHoursOf(text: string): QuietHours | null | string {
  if (text === "none") return null;
  const [, start, , end] = WRITTEN.exec(text) ?? [];
  if (start === undefined || end === undefined) return "must be written as 23:00-08:00, or none";
  return start === end ? "must start and end at different times" : { start, end };
}
