import { beforeEach, describe, expect, it } from "vitest";
import { selectedAccounts } from "@/lib/accounts/queries-selected";
import { heldSince } from "@/lib/accounts/queries-usage";
import { selectionSchema } from "@/lib/accounts/schema";
import type { Actor } from "@/lib/actor";
import { newestOf } from "@/lib/audit/queries-account";
import { sql } from "@/lib/db";
import { DAY, HOUR } from "@/lib/domain/words";
import { releaseReservation, startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, statuses, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab, makePerson } from "../../support/people";
import { actions, everything, refused, send } from "../admin/request";

stopTime();
beforeEach(() => itIs(NOON));

const idsOf = (...people: Actor[]) => people.map(({ id }) => id).join();

const statusOf = async ({ id }: Actor) =>
  (await sql(`SELECT status FROM "user" WHERE id = $1`, [id]))[0]?.status;

describe("several accounts", () => {
  it("are approved together; what another has disabled says so and hinders no other", async () => {
    const admin = await makeAdministrator();
    const people = [
      await makePerson({ status: "PENDING" }),
      await makePerson({ status: "DISABLED" }),
      await makePerson({ status: "PENDING" }),
    ] as const;
    const answer = await send(admin, actions.approveSelected, { ids: idsOf(...people) });
    expect(answer).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^2 are done/),
      fields: { [`account.${people[1].id}`]: expect.stringMatching(/meanwhile|meantime/) },
    });
    expect(await Promise.all(people.map(statusOf))).toEqual(["ACTIVE", "DISABLED", "ACTIVE"]);
    const again = await send(admin, actions.approveSelected, { ids: String(people[0].id) });
    expect(again).toMatchObject({ ok: true, message: "1 account is approved." });
  });

  it("are disabled together, but for whoever asks and the last administrator", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    const answer = await send(admin, actions.disableSelected, { ids: idsOf(a, admin) });
    expect(answer).toMatchObject({
      ok: false,
      fields: { [`account.${admin.id}`]: expect.stringContaining("own account") },
    });
    expect(await Promise.all([a, b, admin].map(statusOf))).toEqual([
      "DISABLED",
      "ACTIVE",
      "ACTIVE",
    ]);
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED"]);
  });

  it("are refused as a whole where that is no list of accounts", async () => {
    const admin = await makeAdministrator();
    const before = await everything();
    for (const ids of ["", "x", "1,x", "0", "-1", "1e3", "99999999999", "１", "1\u0000"]) {
      expect(await send(admin, actions.disableSelected, { ids })).toMatchObject({
        ok: false,
      });
    }
    const many = Array.from({ length: 101 }, (_, at) => 1_000_000_000 + at).join();
    expect(await send(admin, actions.approveSelected, { ids: many })).toMatchObject({
      ok: false,
    });
    expect(await everything()).toEqual(before);
  });

  it.each(["approveSelected", "disableSelected", "approve"] as const)(
    "do not exist for others: %s",
    async (name) => {
      const person = await makePerson({ status: "PENDING" });
      const fields = { id: person.id, ids: person.id };
      const action = actions[name];
      expect(await send(await makePerson(), action, fields)).toEqual(refused("not-found"));
      expect(await send(null, action, fields)).toEqual(refused("login-required"));
      expect(await statusOf(person)).toBe("PENDING");
    },
  );
});

describe("the page that asks", () => {
  it("takes from its address what makes sense there", () => {
    expect(selectionSchema.parse({ do: "disable", id: ["3", "x", "3", "-1", "5"] })).toEqual({
      do: "disable",
      id: [3, 5],
    });
    expect(selectionSchema.parse({ do: ["a", "b"], id: "7" })).toEqual({ do: "approve", id: [7] });
    expect(selectionSchema.parse({})).toEqual({ do: "approve", id: [] });
  });

  it("knows what stands in queues", async () => {
    const { gpu, people } = await makeLab(1, 1, 1);
    const [a, b, c] = people;
    await startReservation(a, await ask(a, gpu));
    await ask(b, gpu);
    const [ofA, ofB, ofC] = await Promise.all(
      [a, b, c].map(async ({ id }) => (await selectedAccounts([id]))[0]),
    );
    expect(ofA).toMatchObject({ waiting: 0, turns: [], uses: [expect.stringMatching(/-0$/)] });
    expect(ofB).toMatchObject({ waiting: 1, uses: [] });
    expect(ofC).toMatchObject({ waiting: 0, turns: [], uses: [] });
    expect(ofA).not.toHaveProperty("passwordHash");
  });
});

describe("an account's own page", () => {
  it("counts what was held in the period alone, and a running use until now", async () => {
    const { gpu, people } = await makeLab(1);
    const [user] = people;
    const first = await ask(user, gpu);
    await startReservation(user, first);
    itIs(NOON + HOUR);
    expect(await heldSince(user.id, 30)).toBe(HOUR);
    await releaseReservation(user, first, null);
    itIs(NOON + 30 * DAY + HOUR / 2);
    expect(await heldSince(user.id, 30)).toBe(HOUR / 2);
    expect(await heldSince(user.id, 365)).toBe(HOUR);
    itIs(NOON + 40 * DAY);
    expect(await heldSince(user.id, 30)).toBe(0);
  });

  it("shows what the log says about them and by them, and of nobody else", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson({ status: "PENDING" });
    const other = await makePerson({ status: "PENDING" });
    await send(admin, actions.approveSelected, { ids: idsOf(person, other) });
    expect(await newestOf(person.id)).toMatchObject([
      { action: "account.approved", user: { id: person.id }, actor: { id: admin.id } },
    ]);
    expect((await newestOf(admin.id)).map(({ user }) => user?.id)).toEqual([other.id, person.id]);
  });
});
