import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { cancelReservation, giveWayOnce, startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { at, NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { makeLab, makePerson } from "../../support/people";

stopTime();

/** B and C wait for a GPU whose turn is A's since NOON. */
async function threeInLine() {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1, 2);
  const [a, b, c] = people;
  const ids = [await ask(a, gpu), await ask(b, gpu), await ask(c, gpu)] as const;
  return { gpu, people, a, b, c, ids };
}

describe("start", () => {
  it("makes the turn a use of the reserved hours from now on", async () => {
    const { a, ids } = await threeInLine();
    itIs(NOON + 59 * MINUTE);
    await startReservation(a, ids[0]);
    expect(await row(ids[0])).toMatchObject({
      status: "ACTIVE",
      notification_time: new Date(NOON),
      start_time: new Date(NOON + 59 * MINUTE),
      end_time: new Date(NOON + 179 * MINUTE),
    });
    expect((await audited(ids[0])).at(-1)).toBe(`reservation.started by ${a.id}`);
    expect(await mailed(ids[0])).toEqual(["your-turn 1"]);
  });

  it("twice is refused, and changes nothing", async () => {
    const { a, ids } = await threeInLine();
    await startReservation(a, ids[0]);
    const before = await row(ids[0]);
    itIs(NOON + MINUTE);
    expect(await refusal(startReservation(a, ids[0]))).toBe("already-started");
    expect(await row(ids[0])).toEqual(before);
  });

  it("at the deadline is too late: the turn has passed on, though no worker ran", async () => {
    const { a, ids } = await threeInLine();
    itIs(NOON + HOUR);
    expect(await refusal(startReservation(a, ids[0]))).toBe("claim-window-over");
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED", "WAITING"]);
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "turn-passed-on 1"]);
    expect(await mailed(ids[1])).toEqual(["your-turn 1"]);
    itIs(NOON + HOUR + MINUTE);
    expect(await refusal(startReservation(a, ids[0]))).toBe("claim-window-over");
  });

  it("out of turn, of somebody else's or of nobody's reservation is refused", async () => {
    const { a, b, ids } = await threeInLine();
    expect(await refusal(startReservation(b, ids[1]))).toBe("not-your-turn");
    expect(await refusal(startReservation(b, ids[0]))).toBe("not-found");
    expect(await refusal(startReservation(a, 2_147_483_647))).toBe("not-found");
    expect(await refusal(startReservation(await makePerson(), ids[0]))).toBe("not-found");
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "WAITING", "WAITING"]);
  });

  it("right when a predecessor's time ran out needs no worker before it", async () => {
    const { a, b, ids } = await threeInLine();
    await startReservation(a, ids[0]);
    itIs(NOON + 2 * HOUR);
    await startReservation(b, ids[1]);
    expect(await statuses(...ids)).toEqual(["COMPLETED", "ACTIVE", "WAITING"]);
    expect(await audited(ids[1])).toEqual([
      `reservation.reserved by ${b.id}`,
      "reservation.turn-given by -",
      `reservation.started by ${b.id}`,
    ]);
  });
});

describe("an unclaimed turn", () => {
  it("passes on at its deadline, and both are told", async () => {
    const { gpu, ids } = await threeInLine();
    itIs(NOON + HOUR - 1);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "WAITING", "WAITING"]);
    itIs(NOON + HOUR);
    await settleGpu(gpu);
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED", "WAITING"]);
    expect(await row(ids[0])).toMatchObject({
      end_cause: "CLAIM_WINDOW_OVER",
      end_time: new Date(NOON + HOUR),
      ended_by: null,
      start_time: null,
    });
    expect((await audited(ids[0])).at(-1)).toBe("reservation.turn-passed-on by -");
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "turn-passed-on 1"]);
  });

  it("of 22:30 may be claimed until 08:30", async () => {
    const { gpu, people } = await makeLab(1);
    itIs(at("2026-03-02 22:30"));
    const id = await ask(people[0], gpu);
    itIs(at("2026-03-03 08:30") - 1);
    await settleGpu(gpu);
    expect((await row(id)).status).toBe("NOTIFIED");
    itIs(at("2026-03-03 08:30"));
    await settleGpu(gpu);
    expect((await row(id)).status).toBe("EXPIRED");
  });
});

describe("let the next one go first", () => {
  it("passes the turn on, and is passed over for exactly one turn", async () => {
    const { a, b, ids } = await threeInLine();
    await giveWayOnce(a, ids[0]);
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED", "WAITING"]);
    expect(await row(ids[0])).toMatchObject({ gave_way: true, notification_time: null, turn: 1 });
    await cancelReservation(b, ids[1]);
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "CANCELLED", "WAITING"]);
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "your-turn 2"]);
    expect(await refusal(giveWayOnce(a, ids[0]))).toBe("gave-way-already");
  });

  it("is refused while nobody else waits, and to those whose turn it is not", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    expect(await refusal(giveWayOnce(people[0], id))).toBe("nobody-waits");
    const { b, ids } = await threeInLine();
    expect(await refusal(giveWayOnce(b, ids[1]))).toBe("not-your-turn");
    expect(await refusal(giveWayOnce(b, ids[0]))).toBe("not-found");
  });
});

describe("cancel", () => {
  it("a waiting reservation, and nobody is written to", async () => {
    const { b, ids } = await threeInLine();
    await cancelReservation(b, ids[1]);
    expect(await row(ids[1])).toMatchObject({
      status: "CANCELLED",
      end_cause: "CANCELLED",
      ended_by: b.id,
      end_time: new Date(NOON),
    });
    expect((await audited(ids[1])).at(-1)).toBe(`reservation.cancelled by ${b.id}`);
    expect(await mailed(ids[1])).toEqual([]);
    expect(await refusal(cancelReservation(b, ids[1]))).toBe("already-ended");
  });

  it("a turn is to decline it: it passes on at once", async () => {
    const { a, ids } = await threeInLine();
    await cancelReservation(a, ids[0]);
    expect(await row(ids[0])).toMatchObject({ status: "CANCELLED", end_cause: "DECLINED" });
    expect((await row(ids[1])).status).toBe("NOTIFIED");
  });

  it("one whose turn came in this very moment cancels it, and the turn passes on", async () => {
    const { a, b, ids } = await threeInLine();
    await startReservation(a, ids[0]);
    itIs(NOON + 2 * HOUR);
    await cancelReservation(b, ids[1]);
    expect(await statuses(...ids)).toEqual(["COMPLETED", "CANCELLED", "NOTIFIED"]);
    expect(await row(ids[1])).toMatchObject({ end_cause: "DECLINED", ended_by: b.id, turn: 1 });
  });

  it("a use, or somebody else's reservation, is refused", async () => {
    const { a, b, ids } = await threeInLine();
    await startReservation(a, ids[0]);
    expect(await refusal(cancelReservation(a, ids[0]))).toBe("not-waiting");
    expect(await refusal(cancelReservation(b, ids[2]))).toBe("not-found");
  });
});
