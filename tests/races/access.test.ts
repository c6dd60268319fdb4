import { beforeEach, describe, expect, it } from "vitest";
import { foretellMatrix, saveAccess, saveMatrix } from "@/lib/access/commands";
import { saveDefaultAccess } from "@/lib/access/commands-default";
import { approveAccount } from "@/lib/accounts/commands-admin";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { deleteGpu, setGpuEnabled } from "@/lib/gpus/commands";
import { takeOut } from "@/lib/maintenance/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { accessOf, MAY_CANCEL, row, saveGpu, saveUser } from "../features/access/table";
import { NOON } from "../support/core";
import { ask, itIs, stopTime } from "../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../support/people";
import { atOnce, fifty, nothingFailsUnseen } from "./at-once";

stopTime();
nothingFailsUnseen();
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

describe("fifty at once", () => {
  it("give one person different priorities: one does, the others look again", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(99);
    const [{ id }] = people;
    const save = (priority: number) => {
      const row = [{ id, seen: "99", wanted: { priority, enabled: true } }];
      return saveAccess(admin, { of: "gpu", id: gpu, mayCancel: false, row });
    };
    const outdated = `row.${id}.priority: form-outdated`;
    expect(await fifty(save)).toEqual({ done: 1, refused: { [outdated]: 49 } });
  });

  it("take one access away in the matrix: its reservation is cancelled once", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    await ask(people[0], gpu);
    const edits = [{ userId: people[0].id, gpuId: gpu, seen: "1", wanted: "" }];
    const { digest } = await foretellMatrix(admin, edits);
    expect(await fifty(() => saveMatrix(admin, edits, digest))).toEqual({
      done: 1,
      refused: { "changed-meanwhile": 49 },
    });
    expect(await cancelledOf(people[0])).toBe(1);
  });

  it("look what the matrix would do while others save it: nobody waits in a circle", async () => {
    const admin = await makeAdministrator();
    const gpus = await Promise.all([1, 2, 3].map(() => makeGpu()));
    const people = await Promise.all([1, 2, 3].map(() => makePerson()));
    for (const gpu of gpus) for (const person of people) await giveAccess(person, gpu);
    await Promise.all(people.flatMap((person) => gpus.map((gpu) => ask(person, gpu))));
    const edits = people.flatMap(({ id: userId }) =>
      gpus.toReversed().map((gpuId) => ({ userId, gpuId, seen: "1", wanted: "0" })),
    );
    const { digest } = await foretellMatrix(admin, edits);
    const { done } = await fifty((index) =>
      index % 5 ? foretellMatrix(admin, edits) : saveMatrix(admin, edits, digest),
    );
    expect(done).toBe(50);
  });

  it("set the default of one GPU: one does, the others look again", async () => {
    const admin = await makeAdministrator();
    const id = await makeGpu();
    const save = (priority: number) =>
      saveDefaultAccess(admin, { gpu: [{ id, seen: "", priority }] });
    const outdated = `gpu.${id}.priority: form-outdated`;
    expect(await fifty(save)).toEqual({ done: 1, refused: { [outdated]: 49 } });
  });
});

describe("a GPU that is deleted", () => {
  it("while it is given to people in every way is gone, and nobody hears of the database", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 5; round++) {
      const { gpu, people } = await makeLab(1);
      const pending = await makePerson({ status: "PENDING" });
      const other = await makePerson();
      const row = [{ id: other.id, seen: "", wanted: { priority: 1, enabled: true } }];
      await atOnce([
        () => saveDefaultAccess(admin, { gpu: [{ id: gpu, seen: "", priority: 1 }] }),
        () => approveAccount(admin, pending.id, { withDefaultAccess: true }),
        () => saveAccess(admin, { of: "gpu", id: gpu, mayCancel: false, row }),
        () => deleteGpu(admin, gpu),
        () => (round % 2 ? ask(people[0], gpu) : Promise.resolve()),
        () => setGpuEnabled(admin, gpu, false),
        () => takeOut(admin, { of: "gpu", id: gpu, from: null, until: null, reason: "fan" }),
      ]);
    }
  });
});
