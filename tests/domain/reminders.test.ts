import { describe, expect, it } from "vitest";
import { dueReminder, reminderMark } from "@/lib/domain/reminders";
import { HOUR, MINUTE, type Reservation } from "@/lib/domain/words";
import { NOON, notified, RULES, using, waiting } from "../support/core";

const END = NOON + 4 * HOUR;
const use = using(1, NOON, 4);
const at60 = reminderMark(60, END);
const at10 = reminderMark(10, END);

/** Which notice is due so many minutes before the end. */
const due = (minutesLeft: number, reservation: Reservation = use) =>
  dueReminder(reservation, RULES, END - minutesLeft * MINUTE);
const reminded = (...marks: string[]) => ({ ...use, reminded: marks });

describe('"ending soon", 60 and 10 minutes before the end', () => {
  it("is said at each mark and not a moment before", () => {
    expect(due(60.001)).toBeNull();
    expect(due(60)).toBe(at60);
    expect(due(10.001, reminded(at60))).toBeNull();
    expect(due(10, reminded(at60))).toBe(at10);
  });

  it("is said once for each mark", () => {
    expect(due(59, reminded(at60))).toBeNull();
    expect(due(9, reminded(at60, at10))).toBeNull();
  });

  it("is not said for a mark that was past, or present, at the start", () => {
    expect(dueReminder(using(1, NOON, 1), RULES, NOON)).toBeNull();
    expect(dueReminder(using(1, NOON, 1), RULES, NOON + 1)).toBeNull();
    const quarter = using(1, NOON, 1, { endsAt: NOON + 15 * MINUTE });
    expect(dueReminder(quarter, RULES, NOON + 1)).toBeNull();
    expect(dueReminder(quarter, RULES, NOON + 5 * MINUTE)).toBe(
      reminderMark(10, NOON + 15 * MINUTE),
    );
  });

  it("is said only for the latest mark by a worker that comes late", () => {
    expect(due(5)).toBe(at10);
    expect(due(5, reminded(at10))).toBeNull();
  });

  it("is not said when the end has come already", () => {
    expect(due(0)).toBeNull();
    expect(due(-30)).toBeNull();
  });

  it("is said again for the new end after an extension", () => {
    const longer = { ...reminded(at60, at10), endsAt: END + HOUR, durationHours: 5 };
    expect(dueReminder(longer, RULES, END - 1)).toBeNull();
    expect(dueReminder(longer, RULES, END)).toBe(reminderMark(60, END + HOUR));
  });

  it("knows decimals, and no marks at all", () => {
    const soon = { ...RULES, endingSoonMinutes: [0.5] };
    expect(dueReminder(use, soon, END - 30_001)).toBeNull();
    expect(dueReminder(use, soon, END - 30_000)).toBe(reminderMark(0.5, END));
    expect(dueReminder(use, { ...RULES, endingSoonMinutes: [] }, END - 1)).toBeNull();
  });

  it("is said to whoever uses the GPU, and to nobody else", () => {
    expect(due(5, waiting(1))).toBeNull();
    expect(due(5, notified(1, NOON))).toBeNull();
  });

  it("bears a mark that fits its column, whatever the numbers", () => {
    expect(reminderMark(43_199.999_999_99, END).length).toBeLessThanOrEqual(60);
  });
});
