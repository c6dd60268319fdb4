/** Whatever happens to a GPU, the database says afterwards what the core said; and the sweep finds it
 * exactly when something is due. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { type Instant, MINUTE, type Reservation } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import { policy } from "@/lib/policy";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { moveReservationToFront } from "@/lib/reservations/commands-admin";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { gpusWithSomethingDue } from "@/lib/reservations/engine/due";
import { NOON } from "../../support/core";
import { type Deed, lives, MAX_HOURS, newWorld, PEOPLE, play } from "../../support/core-life";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makePerson } from "../../support/people";

stopTime();

type Lab = { gpu: number; people: Map<number, Actor>; admin: Actor };

async function makeSameLab(): Promise<Lab> {
  const gpu = await makeGpu({ max_hours: MAX_HOURS });
  const people = new Map<number, Actor>();
  const world = newWorld(NOON);
  for (let number = 1; number <= PEOPLE; number++) {
    const person = await makePerson();
    people.set(number, person);
    await giveAccess(person, gpu, { priority: world.people.get(number)?.priority });
  }
  return { gpu, people, admin: await makeAdministrator() };
}

/** Changes in the database what the deed changes outside the reservations. */
async function changeCircumstances({ gpu, people }: Lab, deed: Deed): Promise<void> {
  const set = (change: string) => sql(`UPDATE gpu SET ${change} WHERE id = $1`, [gpu]);
  const access = (change: string, value: unknown) =>
    sql(`UPDATE user_gpu_access SET ${change} = $3 WHERE gpu_id = $1 AND user_id = $2`, [
      gpu,
      "person" in deed ? people.get(deed.person)?.id : null,
      value,
    ]);
  if (deed.do === "disable" || deed.do === "enable") await set(`status = ${deed.do === "enable"}`);
  if (deed.do === "break") await set("fault = 'broken'");
  if (deed.do === "repair") await set("fault = NULL");
  if (deed.do === "bar" || deed.do === "admit") await access("status", deed.do === "admit");
  if (deed.do === "prioritise") await access("priority", deed.priority);
}

const isDue = async ({ gpu }: Lab): Promise<boolean> =>
  (await gpusWithSomethingDue()).includes(gpu);

/** Takes the GPU out, or brings it back from the first maintenance that is not over. */
async function maintain(
  gpu: number,
  admin: Actor,
  deed: Extract<Deed, { do: "takeOut" | "bringBack" }>,
  now: Instant,
): Promise<void> {
  const [open] = await sql<{ id: number }>(
    `SELECT id FROM maintenance WHERE gpu_id = $1 AND ends_at IS DISTINCT FROM begins_at
       AND (ends_at IS NULL OR ends_at > $2) ORDER BY id LIMIT 1`,
    [gpu, new Date(now)],
  );
  try {
    if (deed.do === "bringBack") return await bringBack(admin, open?.id ?? 0);
    const { inMinutes, forMinutes } = deed;
    const from = now + inMinutes * MINUTE;
    const until = forMinutes === null ? null : from + forMinutes * MINUTE;
    await takeOut(admin, { of: "gpu", id: gpu, from, until, reason: "fan" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await settleGpu(gpu);
  }
}

/** Does what somebody wishes; of anything else, what is due. */
async function wish({ gpu, people, admin }: Lab, deed: Deed, now: Instant): Promise<void> {
  if (deed.do === "takeOut" || deed.do === "bringBack") return maintain(gpu, admin, deed, now);
  const actor = "person" in deed ? people.get(deed.person) : undefined;
  if (!actor) return settleGpu(gpu);
  const [own] = await sql<{ id: number }>(
    `SELECT id FROM reservation WHERE gpu_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT 1`,
    [gpu, actor.id],
  );
  const id = own?.id ?? 0;
  try {
    if (deed.do === "reserve") await ask(actor, gpu, deed);
    if (deed.do === "start") await startReservation(actor, id);
    if (deed.do === "cancel") await cancelReservation(actor, id);
    if (deed.do === "giveWay") await giveWayOnce(actor, id);
    if (deed.do === "release") await releaseReservation(actor, id);
    if (deed.do === "moveToFront") await moveReservationToFront(admin, id);
    if (deed.do === "extend") await extendReservation(actor, id, deed.hours);
    if (["bar", "admit", "prioritise"].includes(deed.do)) await settleGpu(gpu);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A command refused before it reaches the GPU leaves to the sweep what is due there.
    await settleGpu(gpu);
  }
}

const LIVE = `
  SELECT user_id, status, duration, turn, gave_way, passed_over, moved_to_front_at,
    notification_time, start_time, end_time
  FROM reservation WHERE gpu_id = $1 AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
  ORDER BY user_id`;

const date = (instant: number | null) => (instant === null ? null : new Date(instant));
const asRow = (known: Reservation, userId: number) => ({
  user_id: userId,
  status: known.status,
  duration: known.durationHours,
  turn: known.turn,
  gave_way: known.gaveWay,
  passed_over: known.passedOver,
  moved_to_front_at: date(known.movedToFrontAt),
  notification_time: date(known.notifiedAt),
  start_time: date(known.startsAt),
  end_time: date(known.endsAt),
});

it("does in the database exactly what the core decides, for any life of a GPU", async () => {
  await fc.assert(
    fc.asyncProperty(lives(), async (deeds) => {
      const lab = await makeSameLab();
      let world = newWorld(NOON);
      const expectedEvents: string[] = [];
      for (const deed of deeds) {
        const scene = play(world, deed, policy());
        world = scene.world;
        for (const { event, after } of scene.decisions.flatMap(({ steps }) => steps)) {
          const userId = lab.people.get(after.userId)?.id;
          expectedEvents.push(`reservation.${event} ${userId} ${after.status}`);
        }
        itIs(world.now);
        await changeCircumstances(lab, scene.deed);
        expect(await isDue(lab)).toBe((scene.decisions[0]?.steps.length ?? 0) > 0);
        await wish(lab, scene.deed, world.now);
        expect(await isDue(lab)).toBe(false);
        const expected = world.state.reservations
          .map((known) => asRow(known, lab.people.get(known.userId)?.id ?? 0))
          .sort((a, b) => a.user_id - b.user_id);
        expect(await sql(LIVE, [lab.gpu])).toEqual(expected);
      }
      const logged = await sql(
        `SELECT a.action, r.user_id, a.details->>'status' AS status FROM audit_log a
         JOIN reservation r ON r.id = a.subject_id
         WHERE a.subject_type = 'reservation' AND r.gpu_id = $1 ORDER BY a.id`,
        [lab.gpu],
      );
      expect(logged.map((entry) => Object.values(entry).join(" "))).toEqual(expectedEvents);
    }),
    { numRuns: 60 },
  );
}, 180_000);
