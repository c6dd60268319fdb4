/** How a stretch of time is drawn: lengths in % of the chart, so that it is as wide as its place. */
import { HOUR, type Instant } from "@/lib/domain/words";

/** What the timeline shows, from now on. */
export const SHOWN_HOURS = 72;
/** The chart is never narrower, in px; where its place is, it scrolls. */
export const LEAST_WIDTH = 864;
/** Of every row, in px. */
export const ROW_HEIGHT = 40;

const LENGTH = SHOWN_HOURS * HOUR;

/** Where an instant lies, in %. */
export const percentAt = (at: Instant, now: Instant): number =>
  Math.min(100, Math.max(0, ((at - now) / LENGTH) * 100));

/** The place and width of a stretch, as attributes of SVG. */
export function span({ from, to }: { from: Instant; to: Instant }, now: Instant) {
  const x = percentAt(from, now);
  const width = percentAt(to, now) - x;
  return { x: `${x.toFixed(3)}%`, width: `${width.toFixed(3)}%` };
}

/** About so wide is a character at 12 px; those of East Asia fill a square. */
const widthOf = (character: string): number => (/[\u1100-\uffdc]/.test(character) ? 12.5 : 6.8);

/** As much of a text as a block has room for, or "" when that would be next to nothing. */
export function fitText(text: string, { from, to }: { from: Instant; to: Instant }, taken: number) {
  const room = ((to - from) / LENGTH) * LEAST_WIDTH - taken;
  const characters = [...text];
  let width = 0;
  let count = 0;
  while (count < characters.length && width + widthOf(characters[count] ?? "") <= room) {
    width += widthOf(characters[count] ?? "");
    count += 1;
  }
  if (count === characters.length) return text;
  return count >= 4 || (count >= 3 && width > 30)
    ? `${characters.slice(0, count - 1).join("")}…`
    : "";
}
