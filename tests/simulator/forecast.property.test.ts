import fc from "fast-check";
import { expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { newReservation } from "@/lib/domain/reservation";
import { type GpuState, HOUR, MINUTE, type Reservation } from "@/lib/domain/words";
import { play } from "@/lib/simulator/play";
import type { Row } from "@/lib/simulator/workload";
import { NOON, RULES as POLICY } from "../support/core";
import { RULES } from "./words";

const wish = fc.record({
  /** Before now. */
  minutesAgo: fc.integer({ min: 0, max: 300 }),
  priority: fc.nat(2),
  hours: fc.integer({ min: 1, max: 12 }),
});

const rowOf = (user: string, at: number, priority: number, hours: number): Row => ({
  submit: { ms: at, beyond: 0n },
  user,
  gpu: "g",
  priority,
  hours,
  claim: { ms: 0, beyond: 0n },
  release: null,
  cancel: null,
});

it("what waiters are told is what the simulator comes to, played on from today's state", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 6, max: 24 }),
      fc.array(wish, { maxLength: 12 }),
      (held, wishes) => {
        // The holder began 301 minutes ago, before everybody who waits.
        const began = NOON - 301 * MINUTE;
        const waiters = wishes
          .map((one) => ({ ...one, at: NOON - one.minutesAgo * MINUTE }))
          .toSorted((a, b) => a.at - b.at);
        const rows = [
          rowOf("holder", began, 0, held),
          ...waiters.map(({ at, priority, hours }, index) =>
            rowOf(`${index}`, at, priority, hours),
          ),
        ];
        const outcomes = play(rows, RULES);

        const made = rows.map(
          ({ submit, priority, hours: durationHours }, id): Reservation =>
            newReservation({
              id,
              userId: id,
              durationHours,
              autoStart: false,
              priority,
              reservedAt: submit.ms,
            }),
        );
        const [holder, ...queue] = made;
        if (!holder) throw new Error("somebody holds it");
        const use: Reservation = {
          ...holder,
          status: "ACTIVE",
          notifiedAt: began,
          startsAt: began,
          endsAt: began + held * HOUR,
        };
        const state: GpuState = {
          enabled: true,
          healthy: true,
          outages: [],
          reservations: [use, ...queue],
        };
        const expectations = forecast(state, POLICY, NOON);
        for (const { id } of queue) {
          expect(expectations.get(id)?.startsAt).toBe(outcomes[id]?.started?.ms);
        }
      },
    ),
    { numRuns: 300 },
  );
});
