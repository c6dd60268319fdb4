import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { accessOf, MAY_CANCEL, row, saveGpu, saveUser } from "./table";

stopTime();
beforeEach(() => itIs(NOON));

const ROUNDS = 20;

const liveOf = async ({ id }: Actor, gpu: number) =>
  (
    await sql(
      `SELECT id FROM reservation WHERE user_id = $1 AND gpu_id = $2
       AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE')`,
      [id, gpu],
    )
  ).length;

const cancelledOf = async ({ id }: Actor) =>
  (await sql("SELECT id FROM reservation WHERE user_id = $1 AND status = 'CANCELLED'", [id]))
    .length;

const isSaved = (answer: unknown) => Object(answer).ok === true;

describe("access that is taken away while a reservation is made", () => {
  it.each([
    ["cancels it", MAY_CANCEL],
    ["or stays with it", {}],
  ])("%s: nobody waits for what they do not see", async (_, mayCancel) => {
    const admin = await makeAdministrator();
    for (let round = 0; round < ROUNDS; round++) {
      const { gpu, people } = await makeLab(1, 1);
      const [person, other] = people;
      await ask(other, gpu);
      const [answer] = await Promise.all([
        saveGpu(admin, gpu, row(person.id, 1, null), mayCancel),
        ask(person, gpu).catch(() => undefined),
        settleGpu(gpu),
      ]);
      const isVisible = (await accessOf(person, gpu)) !== null;
      expect(isVisible).toBe(!isSaved(answer));
      expect(await liveOf(person, gpu)).toBe(isVisible ? 1 : 0);
      // Nobody's reservation is cancelled by somebody who was not told of it.
      if (!("mayCancel" in mayCancel)) expect(await cancelledOf(person)).toBe(0);
    }
  });
});

describe("many tables at one moment", () => {
  it("that share GPUs and users do not block one another", async () => {
    const admin = await makeAdministrator();
    const gpus = await Promise.all([1, 2, 3, 4].map(() => makeGpu()));
    const people = await Promise.all([1, 2, 3, 4].map(() => makePerson()));
    for (const gpu of gpus) for (const person of people) await giveAccess(person, gpu);
    const reservations = people.flatMap((person, index) =>
      gpus.slice(index, index + 2).map((gpu) => ask(person, gpu).catch(() => undefined)),
    );
    const ofUsers = people.map((person, index) =>
      saveUser(admin, person, ...gpus.toReversed().map((gpu) => row(gpu, 1, index))),
    );
    const ofGpus = gpus.map((gpu) =>
      saveGpu(admin, gpu, ...people.map(({ id }, index) => row(id, 1, index))),
    );
    const answers = await Promise.all([...ofUsers, ...ofGpus]);
    await Promise.all(reservations);
    expect(answers.filter((answer) => !isSaved(answer))).toEqual([]);
    for (const gpu of gpus) {
      expect(await Promise.all(people.map((person) => accessOf(person, gpu)))).toEqual([
        0, 1, 2, 3,
      ]);
    }
  });

  it("that want different things let one of them win", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(9);
    const [person] = people;
    const answers = await Promise.all(
      [0, 1, 2, 3].map((priority) => saveGpu(admin, gpu, row(person.id, 9, priority))),
    );
    expect(answers.filter(isSaved)).toHaveLength(1);
    expect(await accessOf(person, gpu)).toBe(answers.findIndex(isSaved));
  });
});
