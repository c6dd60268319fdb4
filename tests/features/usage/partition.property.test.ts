/** That the parts of a period add up to it, against PostgreSQL and against a model in plain words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { commonTime, periodOf, sumOf, type Usage } from "@/lib/domain/usage";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import { DIMENSIONS } from "@/lib/usage/views";
import { at } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu, makePerson } from "../../support/people";
import { reported, turned, usage, used } from "./past";

stopTime();

const ZONE = "America/New_York";
/** The clocks go forward on 8 March. */
const FIRST = at("2026-02-25 00:00", ZONE);
const DAYS = 20;
const day = (number: number) =>
  new Date(FIRST + (number * 24 + 12) * HOUR).toISOString().slice(0, 10);

type Use = { gap: number; length: number; who: number };
type Story = { uses: Use[]; expired: number[]; buckets: number[]; now: number; cuts: number[] };

const story: fc.Arbitrary<Story> = fc.record({
  uses: fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 2_000 }),
      length: fc.integer({ min: 1, max: 3_000 }),
      who: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 12 },
  ),
  expired: fc.array(fc.integer({ min: -2_880, max: 30_000 }), { maxLength: 6 }),
  buckets: fc.uniqueArray(fc.integer({ min: -96, max: 960 }), { maxLength: 150 }),
  now: fc.integer({ min: 10 * 1_440, max: 23 * 1_440 }),
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: DAYS - 1 }), { maxLength: 5 }),
});

/** Tells a story in the database, and what each use was. */
async function happen({ uses, expired, buckets, now }: Story, people: readonly Actor[]) {
  const gpu = await makeGpu();
  const past: { from: number; to: number }[] = [];
  let free = FIRST - 2 * DAY;
  for (const { gap, length, who } of uses) {
    const from = free + gap * MINUTE;
    const to = from + length * MINUTE;
    const person = people[who];
    if (!person || from >= FIRST + now * MINUTE) break;
    const goesOn = to > FIRST + now * MINUTE;
    await used(person, gpu, from, to, goesOn ? "ACTIVE" : "COMPLETED");
    past.push({ from, to });
    free = to;
    if (goesOn) break;
  }
  for (const [index, minute] of expired.entries()) {
    const to = FIRST + minute * MINUTE;
    const [turnAt, reservedAt] = [to - HOUR, to - (index + 2) * HOUR];
    const person = people[index % people.length];
    if (person) await turned(person, gpu, { status: "EXPIRED", reservedAt, turnAt, to });
  }
  for (const each of buckets) await reported(gpu, FIRST + each * 30 * MINUTE, Math.abs(each) % 11);
  return { gpu, past };
}

/** What the database must find, in the words of the definition. */
function told({ buckets }: Story, uses: readonly { from: number; to: number }[], until: number) {
  const { from, to } = periodOf({ from: day(0), to: day(DAYS - 1) }, ZONE);
  const period = { from, to: Math.min(to, until) };
  let [held, measured, computing] = [0, 0, 0];
  for (const use of uses) {
    held += commonTime(use, period);
    const inside = { from: Math.max(use.from, period.from), to: Math.min(use.to, period.to) };
    for (const each of buckets) {
      const start = FIRST + each * 30 * MINUTE;
      const common = commonTime(inside, { from: start, to: start + 30 * MINUTE });
      measured += common;
      computing += (common * (Math.abs(each) % 11)) / 10;
    }
  }
  return { held, measured, computing };
}

function expectSame(one: Usage, other: Usage, what: string): void {
  for (const [amount, value] of Object.entries(one)) {
    const otherValue = other[amount as keyof Usage];
    if (typeof value === "number") expect(otherValue, `${what}: ${amount}`).toBeCloseTo(value, 2);
  }
}

describe("the usage of a period", () => {
  it("is the sum of its parts, of its rows and of its pieces, however it is cut", async () => {
    const admin = await makeAdministrator();
    const people = [admin, await makePerson(), await makePerson()];
    await fc.assert(
      fc.asyncProperty(story, async (life) => {
        const until = FIRST + life.now * MINUTE;
        const { gpu, past } = await happen(life, people);
        itIs(until);
        const asked = { gpu: String(gpu), zone: ZONE };
        const whole = await usage(admin, { ...asked, from: day(0), to: day(DAYS - 1) });
        expect(whole.total).toMatchObject({
          held: expect.closeTo(told(life, past, until).held, 2),
          measured: expect.closeTo(told(life, past, until).measured, 2),
          computing: expect.closeTo(told(life, past, until).computing, 2),
        });
        const pieces = whole.pieces.reduce((sum, { held }) => sum + held, 0);
        expect(pieces).toBeCloseTo(whole.total.held, 2);

        const starts = [0, ...life.cuts.sort((a, b) => a - b)];
        const parts = [];
        for (const [index, start] of starts.entries()) {
          const last = (starts[index + 1] ?? DAYS) - 1;
          parts.push((await usage(admin, { ...asked, from: day(start), to: day(last) })).total);
        }
        const calendar = parts.reduce((sum, part) => sum + part.calendar, 0);
        expectSame(sumOf(parts), sumOf([whole.total]), "parts");
        expect(calendar).toBe(whole.total.calendar);
        for (const by of DIMENSIONS) {
          const days = { from: day(0), to: day(DAYS - 1) };
          const { rows, total } = await usage(admin, { ...asked, ...days, by });
          expectSame(sumOf(rows), sumOf([whole.total]), by);
          expect(total.calendar, by).toBe(whole.total.calendar);
        }
      }),
      { numRuns: 25 },
    );
    expect((await sql("SELECT FROM reservation")).length).toBeGreaterThan(50);
  }, 60_000);

  it("is counted part by part where it is long, and the parts add up", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const begin = Date.parse("2023-01-15T00:00Z");
    for (let month = 0; month < 30; month += 1) {
      const from = begin + month * 30 * DAY;
      await used(admin, gpu, from, from + (month + 1) * 10 * HOUR);
      await reported(gpu, from, 5);
    }
    itIs(begin + 1_000 * DAY);
    const asked = { by: "month", gpu: String(gpu), from: "1970-01-01", to: "2030-12-31" };
    const { total, rows, pieces } = await usage(admin, asked);
    expect(total).toMatchObject({
      held: ((30 * 31) / 2) * 10 * HOUR,
      measured: 30 * 30 * MINUTE,
      uses: 30,
      turns: 30,
    });
    expect(rows).toHaveLength(34);
    expect(pieces.reduce((sum, { held }) => sum + held, 0)).toBeCloseTo(total.held, 2);
  });
});
