import { describe, expect, it } from "vitest";
import { updateProfile } from "@/lib/accounts/commands-profile";
import { type Transaction, transaction } from "@/lib/db";
import { editGpu } from "@/lib/gpus/commands";
import { editable, findGpu, versionOf } from "@/lib/gpus/queries";
import { createServer, renameServer } from "@/lib/gpus/servers";
import { account, aRegistration } from "../features/accounts/support";
import { serverOf } from "../features/maintenance/support";
import { makeCard, makeServer } from "../support/agents";
import { stopTime } from "../support/engine";
import { makeAdministrator, makeGpu, makeLab, makePerson } from "../support/people";
import { atOnce, fifty } from "./at-once";

stopTime();

/** Does something while rows that refer to it are being written by somebody who is not done. */
async function meanwhile(
  written: (tx: Transaction) => Promise<unknown>,
  deed: () => Promise<unknown>,
): Promise<void> {
  await transaction(async (tx) => {
    await written(tx);
    // Waiting would end with PostgreSQL's word, after the longest time that a statement may take.
    await deed();
  });
}

describe("what nothing refers to changes while rows that refer to its owner are written", () => {
  it("the phone number of somebody who just gets a mail", async () => {
    const { people } = await makeLab(1);
    const { phone } = aRegistration();
    await meanwhile(
      (tx) =>
        tx.query(
          `INSERT INTO notification (user_id, kind, payload, created_at, next_attempt_at)
           VALUES ($1, 'account-approved', '{}', now(), now())`,
          [people[0].id],
        ),
      () => updateProfile(people[0], { name: "New Phone", phone, lab: "Lab", locale: "en" }),
    );
  });

  it("the name of a server of which a report is just stored", async () => {
    const admin = await makeAdministrator();
    const server = await serverOf(await makeGpu());
    await meanwhile(
      (tx) =>
        tx.query(
          `INSERT INTO report_problem (server_id, digest, kind, lines, example, at)
           VALUES ($1, '', 'dropped', 1, '', now())`,
          [server],
        ),
      () => renameServer(admin, server, `renamed-${server}`),
    );
  });

  it("what a GPU is while a reading of it is just stored", async () => {
    const admin = await makeAdministrator();
    const gpu = await findGpu(await makeGpu());
    if (!gpu) throw new Error("there is no such GPU");
    const seen = versionOf(editable(gpu));
    await meanwhile(
      (tx) => tx.query("INSERT INTO gpu_reading (gpu_id, at) VALUES ($1, now())", [gpu.id]),
      () => editGpu(admin, { ...editable(gpu), id: gpu.id, seen, index: 7 }),
    );
  });
});

describe("fifty at once", () => {
  it("name a server alike, whatever the case: it is one's", async () => {
    const admin = await makeAdministrator();
    const name = (index: number) => (index % 2 ? "Same-Name" : "same-name");
    expect(await fifty((index) => createServer(admin, name(index)))).toEqual({
      done: 1,
      refused: { "name: server-name-taken": 49 },
    });
  });
});

describe("two who want what the other has", () => {
  const ROUNDS = 20;

  it("phone numbers: both are told that it is taken", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const people = [await makePerson(), await makePerson()] as const;
      const phones = await Promise.all(people.map(async ({ id }) => (await account(id)).phone));
      const take = (own: 0 | 1, of: 0 | 1) => () =>
        updateProfile(people[own], { name: "N", phone: phones[of] ?? "", lab: "L", locale: "en" });
      expect(await atOnce([take(0, 1), take(1, 0)])).toEqual({
        done: 0,
        refused: { "phone: phone-taken": 2 },
      });
    }
  });

  it("numbers on a server: both GPUs keep theirs", async () => {
    const admin = await makeAdministrator();
    const { serverId } = await makeServer();
    const ids = [await makeCard(serverId, 0), await makeCard(serverId, 1)];
    for (let round = 0; round < ROUNDS; round++) {
      const cards = (await Promise.all(ids.map(findGpu))).flatMap((gpu) => gpu ?? []);
      const exchange = cards.map((gpu) => () => {
        const before = editable(gpu);
        const seen = versionOf(before);
        return editGpu(admin, { ...before, id: gpu.id, seen, index: 1 - gpu.index });
      });
      expect(await atOnce(exchange)).toEqual({
        done: 0,
        refused: { "index: server-index-taken": 2 },
      });
    }
  });
});
