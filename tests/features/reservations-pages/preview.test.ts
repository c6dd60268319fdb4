import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { estimateFor } from "@/lib/domain/estimates-lookup";
import { HOUR } from "@/lib/domain/words";
import { startReservation } from "@/lib/reservations/commands";
import { estimatesFor, liveReservation } from "@/lib/reservations/live";
import { findVisibleQueue } from "@/lib/reservations/queries";
import { NOON } from "../../support/core";
import { ask, itIs, row, stopTime } from "../../support/engine";
import { makeLab, makePerson } from "../../support/people";

stopTime();

/** A GPU with a use until four, somebody waiting, and maintenance from ten to twelve hours ahead. */
async function busyLab(out: { until: number | null } | null) {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1, 1);
  const [holder, first, newcomer] = people as [Actor, Actor, Actor];
  await startReservation(holder, await ask(holder, gpu, { hours: 4 }));
  await ask(first, gpu, { hours: 2 });
  if (out) {
    const by = await makePerson({ is_admin: true });
    await sql(
      `INSERT INTO maintenance (gpu_id, begins_at, ends_at, reason, made_by, made_at)
       VALUES ($1, $2, $3, 'dust', $4, $5)`,
      [
        gpu,
        new Date(NOON + 10 * HOUR),
        out.until && new Date(NOON + out.until * HOUR),
        by.id,
        new Date(NOON),
      ],
    );
  }
  return { gpu, newcomer };
}

const queueFor = async (viewer: Actor, gpu: number) => {
  const queue = await findVisibleQueue(viewer, gpu);
  if (!queue) throw new Error("not visible");
  return queue;
};

describe("what the reserve page shows before it is asked", () => {
  it.each([
    ["no maintenance", null, 1, false, 6],
    ["hours that fit before maintenance", { until: 12 }, 4, true, 6],
    ["hours that do not", { until: 12 }, 5, true, 12],
    ["hours that would fit if they began at once", { until: 12 }, 4, false, 12],
    ["hours that fit with their claim window", { until: 12 }, 3, false, 6],
    ["hours that wait for nobody knows how long", { until: null }, 9, true, null],
  ])("is what the reservation then gets: %s", async (_, out, hours, autoStart, starts) => {
    const { gpu, newcomer } = await busyLab(out);
    const { byUser, byItself } = estimatesFor(await queueFor(newcomer, gpu));
    const shown = estimateFor(autoStart ? byItself : byUser, hours);
    const startsAt = starts === null ? null : NOON + starts * HOUR;
    expect(shown).toMatchObject({ place: 2, startsAt });

    const id = await ask(newcomer, gpu, { hours, autoStart });
    const got = liveReservation(await queueFor(newcomer, gpu), id)?.expectation;
    expect(got).toMatchObject({ place: shown?.place, startsAt: shown?.startsAt });
  });

  it("is a turn at once on a GPU that is free", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const { byUser } = estimatesFor(await queueFor(person, gpu));
    expect(byUser).toEqual([{ fromHours: 1, place: 1, startsAt: NOON, fullUseAt: NOON }]);
    expect((await row(await ask(person, gpu))).status).toBe("NOTIFIED");
  });

  it("is nothing for an administrator without access", async () => {
    itIs(NOON);
    const { gpu } = await makeLab();
    const admin = await makePerson({ is_admin: true });
    expect(estimatesFor(await queueFor(admin, gpu))).toEqual({ byUser: [], byItself: [] });
  });
});
