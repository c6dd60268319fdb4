import fc from "fast-check";
import { expect, it } from "vitest";
import { claimDeadline } from "@/lib/domain/claim-window";
import { RULES } from "../support/core";
import type { Options, Row } from "./reference";
import { MINUTE, readInstant, SECOND, ticksOf } from "./reference-instants";
import { deadlineOf } from "./reference-quiet";
import { workloads } from "./workloads";

const MILLISECOND = SECOND / 1_000n;

function policyOf({ claimWindowMinutes, quietHours, timeZone }: Options) {
  const [start = "", end = ""] = quietHours.split("-");
  const hours = quietHours === "none" ? null : { start, end };
  const minutes = Number(claimWindowMinutes);
  return { ...RULES, claimWindowMinutes: minutes, quietHours: hours, timeZone };
}

/** The deadline of a turn given when a row is submitted, in milliseconds. */
function referenceDeadline(turn: bigint, options: Options): number {
  const window = ticksOf(options.claimWindowMinutes, MINUTE);
  return Number(deadlineOf(turn * MILLISECOND, window, options) / MILLISECOND);
}

const turnOf = ({ submit }: Row) => readInstant(submit).at / MILLISECOND;

it("a claim window closes when one closes who looks at a clock minute after minute", () => {
  fc.assert(
    fc.property(workloads(), ({ rows, options }) => {
      const turns = rows.map(turnOf);
      expect(turns.map((turn) => claimDeadline(Number(turn), policyOf(options)))).toEqual(
        turns.map((turn) => referenceDeadline(turn, options)),
      );
    }),
    { numRuns: 150 },
  );
}, 20_000);
