import { beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../../support/core";
import { ask, itIs, mailed, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { auditOf, everything, refused, refusedAt } from "../admin/request";
import { accessOf, MAY_CANCEL, row, SAVED, saveGpu, saveUser } from "./table";

stopTime();
beforeEach(() => itIs(NOON));

describe("the table of a GPU", () => {
  it("is saved at once, and only what changed is written down", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1, 1);
    const [same, changed, disabled, removed] = people;
    const granted = await makePerson();
    const answer = await saveGpu(
      admin,
      gpu,
      row(same.id, 1, 1),
      row(changed.id, 1, 0),
      row(disabled.id, 1, "1 off"),
      row(removed.id, 1, null),
      row(granted.id, null, 2),
      row((await makePerson()).id, null, null),
    );
    expect(answer).toEqual(SAVED);
    const people5 = [same, changed, disabled, removed, granted];
    expect(await Promise.all(people5.map((each) => accessOf(each, gpu)))).toEqual([
      1,
      0,
      "1 off",
      null,
      2,
    ]);
    const by = { actor_id: admin.id, address: "192.0.2.7" };
    expect(await auditOf("access", gpu)).toEqual([
      {
        ...by,
        action: "access.changed",
        details: { userId: changed.id, priority: { from: 1, to: 0 } },
      },
      {
        ...by,
        action: "access.changed",
        details: { userId: disabled.id, enabled: { from: true, to: false } },
      },
      {
        ...by,
        action: "access.removed",
        details: { userId: removed.id, priority: 1, enabled: true },
      },
      {
        ...by,
        action: "access.granted",
        details: { userId: granted.id, priority: 2, enabled: true },
      },
    ]);
  });

  it("without a change writes nothing", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const before = await everything();
    expect(await saveGpu(admin, gpu, row(people[0].id, 1, 1))).toEqual(SAVED);
    expect(await saveGpu(admin, gpu)).toEqual(SAVED);
    expect(await everything()).toEqual(before);
  });

  it("names every wrong row, and saves none", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1, 1, 1, 1);
    const ids = people.map(({ id }) => id);
    const [fine, nan, negative, huge, fraction, empty] = ids as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const before = await everything();
    const answer = await saveGpu(
      admin,
      gpu,
      row(fine, 1, 0),
      { ...row(nan, 1, 0), [`row.${nan}.priority`]: "NaN" },
      { ...row(negative, 1, 0), [`row.${negative}.priority`]: "-1" },
      { ...row(huge, 1, 0), [`row.${huge}.priority`]: "1000000000" },
      { ...row(fraction, 1, 0), [`row.${fraction}.priority`]: "0.5" },
      { ...row(empty, 1, 0), [`row.${empty}.priority`]: " " },
    );
    expect(answer).toEqual(
      refusedAt({
        [`row.${nan}.priority`]: ["not-a-number"],
        [`row.${negative}.priority`]: ["too-small", { least: 0 }],
        [`row.${huge}.priority`]: ["too-large", { most: 1000 }],
        [`row.${fraction}.priority`]: ["not-whole"],
        [`row.${empty}.priority`]: ["required"],
      }),
    );
    expect(answer).toMatchObject({ values: { [`row.${nan}.priority`]: "NaN" } });
    expect(await everything()).toEqual(before);
  });

  it("with a row of somebody who does not exist saves nothing", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const before = await everything();
    const nobody = 2_000_000_000;
    const answer = await saveGpu(admin, gpu, row(people[0].id, 1, 0), row(nobody, null, 1));
    expect(answer).toEqual(refusedAt({ [`row.${nobody}.priority`]: ["not-found"] }));
    const garbage = { "row.12; DROP.seen": "", "row.x.seen": "", "row.x.visible": "on" };
    expect(await saveGpu(admin, gpu, row(people[0].id, 1, 0), garbage)).toMatchObject({
      ok: false,
    });
    expect(await everything()).toEqual(before);
  });

  it("takes names from outside for what they are", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const names = { "row.__proto__.seen": "", "row.constructor.seen": "", __proto__seen: "1" };
    expect(await saveGpu(admin, gpu, names)).toMatchObject({ ok: false });
    expect(Object.prototype).not.toHaveProperty("seen");
  });

  it.each(["0", "-1", "x", "99999999999"])("of GPU %j does not exist", async (id) => {
    const answer = await saveGpu(await makeAdministrator(), 0, { id }, row(1, null, 1));
    expect(answer).toEqual(refused("not-found"));
  });

  it("of a GPU that was deleted saves nothing, at its rows", async () => {
    const person = await makePerson();
    const answer = await saveGpu(await makeAdministrator(), 2_000_000_000, row(person.id, null, 1));
    expect(answer).toEqual(refusedAt({ [`row.${person.id}.priority`]: ["not-found"] }));
  });

  it("does not overwrite what somebody else has changed since", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    await saveGpu(admin, gpu, row(a.id, 1, 5));
    const late = await saveGpu(admin, gpu, row(a.id, 1, 0), row(b.id, 1, 0));
    expect(late).toEqual(refusedAt({ [`row.${a.id}.priority`]: ["form-outdated"] }));
    expect(await accessOf(a, gpu)).toBe(5);
    expect(await accessOf(b, gpu)).toBe(1);
    // Left alone, another's change is no obstacle; neither is wanting the same.
    expect(await saveGpu(admin, gpu, row(a.id, 1, 1), row(b.id, 1, 0))).toEqual(SAVED);
    expect(await saveGpu(admin, gpu, row(b.id, 1, 0))).toEqual(SAVED);
    expect(await accessOf(a, gpu)).toBe(5);
  });
});

describe("the table of a user", () => {
  it("decides about several GPUs at once", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson();
    const [one, two, three] = [await makeGpu(), await makeGpu(), await makeGpu()];
    await giveAccess(person, one);
    const rows = [row(one, 1, null), row(two, null, 0), row(three, null, "3 off")];
    expect(await saveUser(admin, person, ...rows)).toEqual(SAVED);
    expect(await accessOf(person, one)).toBeNull();
    expect(await accessOf(person, two)).toBe(0);
    expect(await accessOf(person, three)).toBe("3 off");
    expect(await auditOf("access", two)).toMatchObject([{ details: { userId: person.id } }]);
  });
});

describe("what changes with an access", () => {
  it("a new priority decides the next turn", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1);
    const [user, first, second] = people;
    const use = await ask(user, gpu);
    const ids = [await ask(first, gpu), await ask(second, gpu)] as const;
    await saveGpu(admin, gpu, row(second.id, 1, 0), row(user.id, 1, null), MAY_CANCEL);
    expect(await statuses(use, ...ids)).toEqual(["CANCELLED", "WAITING", "NOTIFIED"]);
  });

  it("disabling it withdraws a turn at once, which passes on", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [a, b] = people;
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    await saveGpu(admin, gpu, row(a.id, 1, "1 off"));
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED"]);
    expect(await mailed(ids[1])).toEqual(["your-turn 1"]);
  });

  it("enabling it on a free GPU gives the turn to who waits", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const [a] = people;
    const id = await ask(a, gpu);
    await saveGpu(admin, gpu, row(a.id, 1, "1 off"));
    expect(await statuses(id)).toEqual(["WAITING"]);
    await saveGpu(admin, gpu, row(a.id, "1 off", 1));
    expect(await statuses(id)).toEqual(["NOTIFIED"]);
  });
});

describe("the table without a request that may send it", () => {
  it("does not exist", async () => {
    const person = await makePerson();
    const { gpu } = await makeLab(1);
    const before = await everything();
    expect(await saveGpu(person, gpu, row(person.id, null, 0))).toEqual(refused("not-found"));
    expect(await saveGpu(null, gpu, row(person.id, null, 0))).toEqual(refused("login-required"));
    expect(await everything()).toEqual(before);
  });
});
