import { expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { HOUR, MINUTE } from "@/lib/domain/words";
import {
  cancelReservation,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { history } from "@/lib/reservations/queries-history";
import { findReservation } from "@/lib/reservations/queries-reservation";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab } from "../../support/people";

stopTime();

it("lists how each reservation ended, the last ended first, and nobody else's", async () => {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1);
  const [person, other] = people as [Actor, Actor];
  await cancelReservation(other, await ask(other, gpu));

  const released = await ask(person, gpu);
  await startReservation(person, released);
  itIs(NOON + HOUR);
  await releaseReservation(person, released);
  await ask(person, gpu);
  itIs(NOON + 2 * HOUR);
  await settleGpu(gpu);

  const { reservations, page, pages } = await history(person, 1);
  expect(reservations.map(({ status, endCause, endsAt }) => [status, endCause, endsAt])).toEqual([
    ["EXPIRED", "CLAIM_WINDOW_OVER", NOON + HOUR + 60 * MINUTE],
    ["COMPLETED", "RELEASED", NOON + HOUR],
  ]);
  expect([page, pages]).toEqual([1, 1]);
});

it("gives 10 a page, and the last page for any number beyond it", async () => {
  itIs(NOON);
  const { gpu, people } = await makeLab(1);
  const [person] = people as [Actor];
  for (let count = 0; count < 11; count++) await cancelReservation(person, await ask(person, gpu));
  expect((await history(person, 1)).reservations).toHaveLength(10);
  for (const page of [2, 3, 1e9]) {
    const last = await history(person, page);
    expect([last.page, last.pages, last.reservations.length]).toEqual([2, 2, 1]);
  }
  expect((await history(person, -1)).page).toBe(1);
});

it("tells who ended a reservation and why", async () => {
  itIs(NOON);
  const { gpu, people } = await makeLab(1);
  const [person] = people as [Actor];
  const admin = await makeAdministrator();
  const id = await ask(person, gpu);
  await startReservation(person, id);
  await releaseReservation(admin, id, "fans are replaced");
  const found = await findReservation(person, id);
  expect(found).toMatchObject({
    live: null,
    details: { endCause: "ENDED_BY_ADMIN", endReason: "fans are replaced" },
  });
  expect(found?.endedBy).toMatch(/^Person /);
});
