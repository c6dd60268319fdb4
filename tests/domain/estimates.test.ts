import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimatesOf } from "@/lib/domain/estimates";
import { estimateFor } from "@/lib/domain/estimates-lookup";
import { newcomersOutlook } from "@/lib/domain/outlook";
import { NO_PAST } from "@/lib/domain/past";
import { type GpuState, HOUR, type Outage, type Reservation } from "@/lib/domain/words";
import { gpu, NOON, RULES, using, waiting } from "../support/core";

const APPLICANT = { priority: 1, autoStart: true };
const LONGEST = 48;

const estimates = (state: GpuState, longest = LONGEST) =>
  estimatesOf(state, APPLICANT, longest, RULES, NOON, NO_PAST);

describe("what a newcomer may expect", () => {
  it("is one thing for all hours while no maintenance is ahead", () => {
    const queue = [using(1, NOON, 4), waiting(2, { durationHours: 3 })];
    expect(estimates(gpu(queue))).toMatchObject([
      { fromHours: 1, place: 2, startsAt: NOON + 7 * HOUR },
    ]);
  });

  it("is later from as many hours on as do not fit before maintenance", () => {
    const outages = [{ from: NOON + 10 * HOUR, until: NOON + 12 * HOUR }];
    const state = gpu([using(1, NOON, 4)], { outages });
    expect(estimates(state)).toMatchObject([
      { fromHours: 1, place: 1, startsAt: NOON + 4 * HOUR },
      { fromHours: 7, place: 1, startsAt: NOON + 12 * HOUR },
    ]);
  });

  it("is unknown from as many hours on as wait for a GPU that nobody knows to be back", () => {
    const state = gpu([], { outages: [{ from: NOON + 10 * HOUR, until: null }] });
    expect(estimates(state)).toMatchObject([
      { fromHours: 1, place: 1, startsAt: NOON },
      { fromHours: 11, place: 1, startsAt: null },
    ]);
  });

  it("is nothing where not even an hour may be reserved", () => {
    expect(estimates(gpu([]), 0)).toEqual([]);
  });
});

const outages = fc.array(
  fc.record({ from: fc.integer({ min: -20, max: 90 }), hours: fc.integer({ min: 1, max: 30 }) }),
  { maxLength: 3 },
);
const inQueue = fc.record({
  durationHours: fc.integer({ min: 1, max: 20 }),
  priority: fc.nat(2),
  autoStart: fc.boolean(),
  eligible: fc.boolean(),
  passedOver: fc.boolean(),
});

describe("in any queue, with any maintenance, the estimates", () => {
  it("say for every number of hours what is expected of just that many", () => {
    fc.assert(
      fc.property(
        fc.array(inQueue, { maxLength: 6 }),
        outages,
        fc.option(fc.integer({ min: 1, max: 30 })),
        fc.record({ priority: fc.nat(2), autoStart: fc.boolean() }),
        fc.boolean(),
        (queue, out, used, applicant, isForGood) => {
          const holder = used === null ? [] : [using(100, NOON - HOUR, used)];
          const state = gpu(
            [...holder, ...queue.map((each, index): Reservation => waiting(index + 1, each))],
            {
              outages: out.map(
                ({ from, hours }, index): Outage => ({
                  from: NOON + from * HOUR,
                  until: isForGood && index === 0 ? null : NOON + (from + hours) * HOUR,
                }),
              ),
            },
          );
          const table = estimatesOf(state, applicant, LONGEST, RULES, NOON, NO_PAST);
          for (let hours = 1; hours <= LONGEST; hours += 1) {
            const { place, startsAt } = newcomersOutlook(
              state,
              { ...applicant, durationHours: hours },
              RULES,
              NOON,
              NO_PAST,
            );
            expect(estimateFor(table, hours)).toMatchObject({ place, startsAt });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
