import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { setTestClock } from "@/lib/clock";
import { disconnect, sql, transaction } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve, startReservation } from "@/lib/reservations/commands";
import { gpusWithSomethingDue } from "@/lib/reservations/engine/due";
import { at } from "@/tests/support/core";
import { ask, itIs, mailed, statuses } from "@/tests/support/engine";
import { giveAccess, makeLab, makePerson } from "@/tests/support/people";
import { settleDueGpus } from "@/worker/sweep/settle-due-gpus";

const START = at("2026-03-02 12:00");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => itIs(START));
afterEach(async () => {
  // What one example leaves behind must never be due in the next.
  await sql("DROP FUNCTION IF EXISTS break CASCADE");
  await sql("UPDATE gpu SET fault = 'an example is over'");
  itIs(START + 1_000 * HOUR);
  await settleDueGpus();
  setTestClock(undefined);
});
afterAll(async () => {
  await closeProducers();
  await disconnect();
});

describe("nobody needs to be logged in for", () => {
  it("a turn that is not claimed to pass on", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [slow, next] = people as [(typeof people)[0], (typeof people)[0]];
    const ids = [await ask(slow, gpu), await ask(next, gpu)] as const;
    itIs(START + 60 * MINUTE - 1);
    await settleDueGpus();
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "WAITING"]);
    itIs(START + 60 * MINUTE);
    await settleDueGpus();
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED"]);
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "turn-passed-on 1"]);
    expect(await mailed(ids[1])).toEqual(["your-turn 1"]);
  });

  it("a use to be reminded of and ended on time, and the next one to have the turn", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [user, next] = people as [(typeof people)[0], (typeof people)[0]];
    const using = await ask(user, gpu);
    await startReservation(user, using);
    const waiting = await ask(next, gpu);
    itIs(START + HOUR);
    await settleDueGpus();
    itIs(START + 2 * HOUR - 10 * MINUTE);
    await settleDueGpus();
    await settleDueGpus();
    itIs(START + 2 * HOUR - 1);
    await settleDueGpus();
    expect(await statuses(using, waiting)).toEqual(["ACTIVE", "WAITING"]);
    itIs(START + 2 * HOUR);
    await settleDueGpus();
    expect(await statuses(using, waiting)).toEqual(["COMPLETED", "NOTIFIED"]);
    expect(await mailed(using)).toEqual([
      "your-turn 1",
      "ending-soon 1",
      "ending-soon 1",
      "ended 1",
    ]);
  });

  it("a turn to be given when a GPU or an account comes back", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [(typeof people)[0]];
    await sql("UPDATE gpu SET status = false WHERE id = $1", [gpu]);
    const id = await ask(person, gpu);
    await settleDueGpus();
    expect(await statuses(id)).toEqual(["WAITING"]);
    await sql("UPDATE gpu SET status = true WHERE id = $1", [gpu]);
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [person.id]);
    await settleDueGpus();
    expect(await statuses(id)).toEqual(["WAITING"]);
    await sql(`UPDATE "user" SET status = 'ACTIVE' WHERE id = $1`, [person.id]);
    await settleDueGpus();
    expect(await statuses(id)).toEqual(["NOTIFIED"]);
  });

  it("a turn to be withdrawn from somebody who lost the access", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [first, next] = people as [(typeof people)[0], (typeof people)[0]];
    const ids = [await ask(first, gpu), await ask(next, gpu)] as const;
    await giveAccess(first, gpu, { enabled: false });
    await settleDueGpus();
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED"]);
  });
});

describe("the sweep", () => {
  it("looks only at GPUs on which something is due", async () => {
    const { gpu: held, people } = await makeLab(1);
    const [person] = people as [(typeof people)[0]];
    await makeLab(1);
    await ask(person, held);
    expect(await gpusWithSomethingDue()).toEqual([]);
    itIs(START + HOUR);
    expect(await gpusWithSomethingDue()).toEqual([held]);
  });

  it("does the other GPUs when one fails", async () => {
    const labs = await Promise.all([makeLab(1), makeLab(1), makeLab(1)]);
    const ids: number[] = [];
    for (const { gpu, people } of labs) {
      const [person = await makePerson()] = people;
      ids.push(await reserve(person, { gpuId: gpu, hours: 1, autoStart: false }));
    }
    await sql(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'broken for the test'; END $$`);
    await sql(`CREATE TRIGGER break BEFORE UPDATE ON reservation FOR EACH ROW
      WHEN (OLD.gpu_id = ${labs[0]?.gpu}) EXECUTE FUNCTION break()`);
    itIs(START + HOUR);
    await expect(settleDueGpus()).rejects.toThrow(/1 of 3.*broken for the test/);
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "EXPIRED", "EXPIRED"]);
    await sql("DROP FUNCTION break CASCADE");
    await settleDueGpus();
    expect(await statuses(...ids)).toEqual(["EXPIRED", "EXPIRED", "EXPIRED"]);
  });

  it("leaves the work to whoever is at it, and frees it when that one is gone", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [(typeof people)[0]];
    const id = await ask(person, gpu);
    itIs(START + HOUR);
    await transaction(async (other) => {
      await other.query("SELECT pg_try_advisory_xact_lock(4785001)");
      await settleDueGpus();
      expect(await statuses(id)).toEqual(["NOTIFIED"]);
    });
    await Promise.all([settleDueGpus(), settleDueGpus(), settleDueGpus()]);
    expect(await statuses(id)).toEqual(["EXPIRED"]);
    expect(await mailed(id)).toEqual(["your-turn 1", "turn-passed-on 1"]);
  });
});
