import { describe, expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { type Block, laneOf } from "@/lib/domain/timeline";
import { type GpuState, HOUR } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";

const UNTIL = NOON + 72 * HOUR;

function lane(state: GpuState) {
  const byId = new Map(state.reservations.map((each) => [each.id, each]));
  const waiters = [...forecast(state, RULES, NOON)].map(([id, expected]) => {
    const reservation = byId.get(id);
    if (!reservation) throw new Error(`${id} is not there`);
    return { ...expected, reservation };
  });
  return laneOf(state, waiters, NOON, UNTIL);
}

const inHours = ({ kind, reservation, from, to, goesOn }: Block) =>
  `${reservation.id} ${kind} ${(from - NOON) / HOUR}–${(to - NOON) / HOUR}${goesOn ? " …" : ""}`;

const drawn = (state: GpuState) => lane(state).blocks.map(inHours);

describe("a GPU's timeline", () => {
  it("shows the holder from now on, and the waiters behind each other", () => {
    const state = gpu([using(1, NOON - HOUR, 4), waiting(2), waiting(3, { durationHours: 5 })]);
    expect(drawn(state)).toEqual(["1 use 0–3", "2 waiting 3–5", "3 waiting 5–10"]);
  });

  it("shows a turn that waits for its user as if it were claimed now", () => {
    expect(drawn(gpu([notified(1, NOON - HOUR / 2), waiting(2)]))).toEqual([
      "1 turn 0–2",
      "2 waiting 2–4",
    ]);
  });

  it("is cut where it ends, and counts who would start only then", () => {
    const hours = { durationHours: 40 };
    const state = gpu([waiting(1, hours), waiting(2, hours), waiting(3, hours), waiting(4)]);
    expect(drawn(state)).toEqual(["1 waiting 0–40", "2 waiting 40–72 …"]);
    expect(lane(state)).toMatchObject({ later: 2, unknown: 0 });
  });

  it("ends a block that ends with it like any other", () => {
    const state = gpu([waiting(1, { durationHours: 72 }), waiting(2)]);
    expect(drawn(state)).toEqual(["1 waiting 0–72"]);
    expect(lane(state).later).toBe(1);
  });

  it("shows maintenance, and nobody in it", () => {
    const outages = [
      { from: NOON - 9 * HOUR, until: NOON - 5 * HOUR },
      { from: NOON + 3 * HOUR, until: NOON + 6 * HOUR },
      { from: NOON + 60 * HOUR, until: null },
      { from: NOON + 80 * HOUR, until: NOON + 81 * HOUR },
    ];
    const state = gpu([using(1, NOON, 2), waiting(2, { durationHours: 4 })], { outages });
    expect(drawn(state)).toEqual(["1 use 0–2", "2 waiting 6–10"]);
    expect(lane(state).outages).toEqual([
      { from: NOON + 3 * HOUR, to: NOON + 6 * HOUR, goesOn: false, outage: outages[1] },
      { from: NOON + 60 * HOUR, to: UNTIL, goesOn: true, outage: outages[2] },
    ]);
  });

  it("leaves out of whom nobody can say when, and counts them", () => {
    const waiters = [waiting(2), waiting(3, { eligible: false })];
    const state = gpu([using(1, NOON, 4), ...waiters], { healthy: false });
    expect(drawn(state)).toEqual(["1 use 0–4"]);
    expect(lane(state).unknown).toBe(2);
  });

  it("shows nothing of a use that is over and about to end", () => {
    expect(drawn(gpu([using(1, NOON - 4 * HOUR, 4), waiting(2)]))).toEqual(["2 waiting 0–2"]);
  });
});
