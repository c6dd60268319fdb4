import { beforeEach, describe, expect, it } from "vitest";
import { gpusByDefault } from "@/lib/access/queries-default";
import { approveAccount } from "@/lib/accounts/commands-admin";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { deleteGpu } from "@/lib/gpus/commands";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makePerson } from "../../support/people";
import {
  actions,
  auditOf,
  everything,
  type Fields,
  refused,
  refusedAt,
  send,
} from "../admin/request";
import { accessOf } from "./table";

stopTime();
beforeEach(async () => {
  itIs(NOON);
  await sql("DELETE FROM default_access");
});

const field = (gpu: number, seen: string, priority: number | null): Fields => ({
  [`gpu.${gpu}.seen`]: seen,
  [`gpu.${gpu}.priority`]: priority ?? "whatever",
  ...(priority === null ? {} : { [`gpu.${gpu}.given`]: "on" }),
});

const saveSet = (who: Actor | null, ...fields: Fields[]) =>
  send(who, actions.saveDefaultSet, Object.assign({}, ...fields));

const defaultOf = async (gpu: number) =>
  (await gpusByDefault()).find(({ id }) => id === gpu)?.priority;

describe("the default access", () => {
  it("is saved at once, and written down", async () => {
    const admin = await makeAdministrator();
    const [a, b] = [await makeGpu(), await makeGpu()];
    expect(await saveSet(admin, field(a, "", 0), field(b, "", null))).toMatchObject({ ok: true });
    expect([await defaultOf(a), await defaultOf(b)]).toEqual([0, null]);
    expect(await saveSet(admin, field(a, "0", null), field(b, "", 2))).toMatchObject({ ok: true });
    expect([await defaultOf(a), await defaultOf(b)]).toEqual([null, 2]);
    expect(await auditOf("gpu", a)).toMatchObject([
      { action: "access.default-changed", details: { priority: { from: null, to: 0 } } },
      { action: "access.default-changed", details: { priority: { from: 0, to: null } } },
    ]);
  });

  it("is not overwritten where another has changed it, nor with nonsense", async () => {
    const admin = await makeAdministrator();
    const [a, b] = [await makeGpu(), await makeGpu()];
    await saveSet(admin, field(a, "", 3));
    expect(await saveSet(admin, field(a, "", 5), field(b, "", 1))).toEqual(
      refusedAt({ [`gpu.${a}.priority`]: ["form-outdated"] }),
    );
    expect(await defaultOf(b)).toBeNull();
    expect(await saveSet(admin, { ...field(b, "", 1), [`gpu.${b}.priority`]: "NaN" })).toEqual(
      refusedAt({ [`gpu.${b}.priority`]: ["not-a-number"] }),
    );
    expect(await saveSet(admin, field(2_000_000_000, "", 1))).toEqual(
      refusedAt({ "gpu.2000000000.priority": ["not-found"] }),
    );
    expect(await saveSet(admin, {})).toMatchObject({ ok: false });
  });

  it("does not exist for others", async () => {
    const gpu = await makeGpu();
    const person = await makePerson();
    const before = await everything();
    expect(await saveSet(person, field(gpu, "", 1))).toEqual(refused("not-found"));
    expect(await saveSet(null, field(gpu, "", 1))).toEqual(refused("login-required"));
    expect(await everything()).toEqual(before);
  });
});

describe("approving an account", () => {
  it("gives the default access once, and leaves alone what is there", async () => {
    const admin = await makeAdministrator();
    const [a, b] = [await makeGpu(), await makeGpu()];
    await saveSet(admin, field(a, "", 2), field(b, "", 3));
    const person = await makePerson({ status: "PENDING" });
    await giveAccess(person, b, { priority: 7, enabled: false });
    await Promise.all(
      [1, 2, 3].map(() => approveAccount(admin, person.id, { withDefaultAccess: true })),
    );
    expect(await accessOf(person, a)).toBe(2);
    expect(await accessOf(person, b)).toBe("7 off");
    expect(
      (await auditOf("access", a)).filter(({ details }) => details.userId === person.id),
    ).toMatchObject([{ action: "access.granted", details: { priority: 2, enabled: true } }]);
    expect(await auditOf("access", b)).toEqual([]);
  });

  it("gives nothing unless that is wanted", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    await saveSet(admin, field(gpu, "", 2));
    const person = await makePerson({ status: "PENDING" });
    await approveAccount(admin, person.id);
    expect(await accessOf(person, gpu)).toBeNull();
  });

  it("succeeds while a GPU of the default access is deleted", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const [stays, goes] = [await makeGpu(), await makeGpu()];
      await saveSet(admin, field(stays, "", 1), field(goes, "", 1));
      const person = await makePerson({ status: "PENDING" });
      await Promise.all([
        approveAccount(admin, person.id, { withDefaultAccess: true }),
        deleteGpu(admin, goes),
      ]);
      expect(await accessOf(person, stays)).toBe(1);
      expect(await accessOf(person, goes)).toBeNull();
    }
  });
});
