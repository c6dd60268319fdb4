import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR, MINUTE } from "@/lib/domain/words";
import {
  extendReservation,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeLab } from "../../support/people";

stopTime();

/** A uses the GPU for `hours` from NOON on; B sees it. */
async function inUse(hours = 2) {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1);
  const [a, b] = people;
  const id = await ask(a, gpu, { hours, autoStart: true });
  return { gpu, a, b, id };
}

describe("a use ends", () => {
  it("on time with nobody logged in; its user is told, the next one has the turn", async () => {
    const { gpu, b, id } = await inUse();
    const next = await ask(b, gpu);
    itIs(NOON + 2 * HOUR);
    await settleGpu(gpu);
    expect(await row(id)).toMatchObject({
      status: "COMPLETED",
      end_cause: "TIME_UP",
      end_time: new Date(NOON + 2 * HOUR),
      ended_by: null,
    });
    expect(await mailed(id)).toEqual(["started 1", "ended 1"]);
    expect(await row(next)).toMatchObject({
      status: "NOTIFIED",
      notification_time: new Date(NOON + 2 * HOUR),
    });
  });

  it("when it was due even if the worker comes much later", async () => {
    const { gpu, b, id } = await inUse();
    const next = await ask(b, gpu);
    itIs(NOON + 30 * HOUR);
    await settleGpu(gpu);
    expect((await row(id)).end_time).toEqual(new Date(NOON + 2 * HOUR));
    expect((await row(next)).notification_time).toEqual(new Date(NOON + 30 * HOUR));
  });

  it("when it is released: no mail to oneself, the rest goes to the next one in that instant", async () => {
    const { gpu, a, b, id } = await inUse();
    const next = await ask(b, gpu, { autoStart: true });
    itIs(NOON + 15 * MINUTE);
    await releaseReservation(a, id);
    const now = new Date(NOON + 15 * MINUTE);
    expect(await row(id)).toMatchObject({
      status: "COMPLETED",
      end_cause: "RELEASED",
      end_time: now,
      ended_by: a.id,
    });
    expect(await row(next)).toMatchObject({ status: "ACTIVE", start_time: now });
    expect(await mailed(id)).toEqual(["started 1"]);
    expect((await audited(id)).at(-1)).toBe(`reservation.completed by ${a.id}`);
  });

  it("even in the instant in which it began", async () => {
    const { a, id } = await inUse();
    await releaseReservation(a, id);
    expect(await row(id)).toMatchObject({ status: "COMPLETED", end_time: new Date(NOON) });
  });

  it("only once, and not by anybody else", async () => {
    const { gpu, a, b, id } = await inUse();
    const next = await ask(b, gpu);
    expect(await refusal(releaseReservation(b, id))).toBe("not-found");
    expect(await refusal(releaseReservation(b, next))).toBe("not-active");
    await releaseReservation(a, id);
    const before = await row(id);
    expect(await refusal(releaseReservation(a, id))).toBe("already-ended");
    expect(await row(id)).toEqual(before);
  });

  it("that was due to start by itself in this very moment can be released in it", async () => {
    const { gpu, b, id } = await inUse();
    const next = await ask(b, gpu, { autoStart: true });
    itIs(NOON + 2 * HOUR);
    await releaseReservation(b, next);
    expect(await statuses(id, next)).toEqual(["COMPLETED", "COMPLETED"]);
  });
});

describe("settling", () => {
  it("twice changes nothing and writes nothing", async () => {
    const { gpu, b, id } = await inUse();
    const next = await ask(b, gpu);
    itIs(NOON + 2 * HOUR);
    const everything = async () => [
      await row(id),
      await row(next),
      await audited(id),
      await audited(next),
      await mailed(id),
      await mailed(next),
    ];
    await settleGpu(gpu);
    const once = await everything();
    await settleGpu(gpu);
    expect(await everything()).toEqual(once);
  });

  it("a GPU that does not exist does nothing", async () => {
    await settleGpu(2_147_483_647);
  });
});

describe('"ending soon"', () => {
  it("is said 60 and 10 minutes before the end, once each", async () => {
    const { gpu, id } = await inUse(2);
    for (const minute of [59, 60, 61, 109, 110, 111]) {
      itIs(NOON + minute * MINUTE);
      await settleGpu(gpu);
    }
    const end = new Date(NOON + 2 * HOUR).toISOString();
    const notices = await sql(
      "SELECT mark, created_at, payload FROM notification WHERE reservation_id = $1 AND kind = 'ending-soon' ORDER BY id",
      [id],
    );
    expect(notices).toMatchObject([
      { mark: `60@${end}`, created_at: new Date(NOON + 60 * MINUTE), payload: { endsAt: end } },
      { mark: `10@${end}`, created_at: new Date(NOON + 110 * MINUTE), payload: { endsAt: end } },
    ]);
  });

  it("is not said of a mark that was past at the start, and said again after an extension", async () => {
    const { gpu, a, id } = await inUse(1);
    itIs(NOON + 50 * MINUTE);
    await settleGpu(gpu);
    await extendReservation(a, id, 1);
    itIs(NOON + 60 * MINUTE);
    await settleGpu(gpu);
    itIs(NOON + 110 * MINUTE);
    await settleGpu(gpu);
    const marks = await sql(
      "SELECT split_part(mark, '@', 1) AS mark FROM notification WHERE reservation_id = $1 AND kind = 'ending-soon' ORDER BY id",
      [id],
    );
    expect(marks.map(({ mark }) => mark)).toEqual(["10", "60", "10"]);
  });
});

describe("extend", () => {
  it("adds whole hours, up to the longest reservation ahead", async () => {
    const { a, id } = await inUse(2);
    itIs(NOON + HOUR);
    await extendReservation(a, id, 47);
    expect(await row(id)).toMatchObject({
      status: "ACTIVE",
      duration: 49,
      start_time: new Date(NOON),
      end_time: new Date(NOON + 49 * HOUR),
    });
    expect((await audited(id)).at(-1)).toBe(`reservation.extended by ${a.id}`);
    expect(await refusal(extendReservation(a, id, 1))).toBe("extension-too-long");
  });

  it("is refused while somebody waits, and possible while those who wait may not use it", async () => {
    const { gpu, a, b, id } = await inUse();
    await ask(b, gpu);
    expect(await refusal(extendReservation(a, id, 1))).toBe("somebody-waits");
    await giveAccess(b, gpu, { enabled: false });
    await extendReservation(a, id, 1);
    expect((await row(id)).duration).toBe(3);
  });

  it("is refused to one whose access is disabled meanwhile: the use runs to its end", async () => {
    const { gpu, a, id } = await inUse();
    await giveAccess(a, gpu, { enabled: false });
    expect(await refusal(extendReservation(a, id, 1))).toBe("access-disabled");
    itIs(NOON + HOUR);
    await settleGpu(gpu);
    expect((await row(id)).status).toBe("ACTIVE");
  });

  it("comes too late at the end, and is refused before the start and to others", async () => {
    const { gpu, a, b, id } = await inUse();
    expect(await refusal(extendReservation(b, id, 1))).toBe("not-found");
    itIs(NOON + 2 * HOUR);
    expect(await refusal(extendReservation(a, id, 1))).toBe("already-ended");
    const next = await ask(b, gpu);
    expect(await refusal(extendReservation(b, next, 1))).toBe("not-active");
    await startReservation(b, next);
    await extendReservation(b, next, 1);
  });
});
