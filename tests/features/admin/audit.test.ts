import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { isAuditAction } from "@/lib/audit/actions";
import { listAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { sql } from "@/lib/db";
import { MESSAGES } from "@/lib/i18n/messages";
import { ALWAYS } from "@/lib/period";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu, makeLab } from "../../support/people";
import { row, saveGpu } from "../access/table";
import { actions, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));

const read = (query: Record<string, string>) => listAudit(auditFiltersSchema.parse(query), ALWAYS);

const usernameOf = async ({ id }: Actor) => {
  const [user] = await sql(`SELECT username FROM "user" WHERE id = $1`, [id]);
  return String(user?.username);
};

describe("the audit log", () => {
  it("tells who changed what about whom, when and from where, newest first", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    const reservation = await ask(person, gpu);
    await saveGpu(admin, gpu, row(person.id, 1, 0));
    const { entries } = await read({ about: await usernameOf(person) });
    expect(entries).toMatchObject([
      {
        at: NOON,
        actor: { id: admin.id },
        action: "access.changed",
        user: { id: person.id },
        gpu: { id: gpu },
        details: { priority: { from: 1, to: 0 } },
        address: "192.0.2.7",
      },
      { actor: null, action: "reservation.turn-given", subjectId: reservation },
      { actor: { id: person.id }, action: "reservation.reserved", gpu: { id: gpu } },
    ]);
  });

  it("is filtered by what it is about and by who did it", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await send(admin, actions.disableGpu, { id: gpu });
    await send(admin, actions.cancelAnyReservation, { id, reason: "test" });
    const told = async (query: Record<string, string>) =>
      (await read(query)).entries.map(({ action }) => action);
    const actor = await usernameOf(admin);
    expect(await told({ actor })).toEqual(["reservation.cancelled", "gpu.disabled"]);
    expect(await told({ actor, subject: "gpu" })).toEqual(["gpu.disabled"]);
    expect(await told({ subject: "reservation", about: `#${id}` })).toEqual([
      "reservation.cancelled",
      "reservation.turn-given",
      "reservation.reserved",
    ]);
    expect(await told({ actor, subject: "nonsense", before: "-1" })).toHaveLength(2);
    expect(await told({ actor: "\u0000%_'\\" })).toEqual([]);
  });

  it("still tells of what was deleted", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    await send(admin, actions.removeGpu, { id: gpu });
    const { entries } = await read({ actor: await usernameOf(admin) });
    expect(entries).toMatchObject([
      { action: "gpu.deleted", subjectId: gpu, gpu: null, details: { model: "RTX 4090" } },
    ]);
  });

  it("goes on where a page ends, without gap or repetition", async () => {
    const admin = await makeAdministrator();
    await sql(
      `INSERT INTO audit_log (at, actor_id, action, subject_type, subject_id)
       SELECT now(), $1, 'gpu.edited', 'gpu', n FROM generate_series(1, 120) AS n`,
      [admin.id],
    );
    const actor = await usernameOf(admin);
    const seen: (number | null)[] = [];
    const sizes: number[] = [];
    let before: number | null = null;
    do {
      const page = await read({ actor, before: String(before ?? "") });
      sizes.push(page.entries.length);
      seen.push(...page.entries.map(({ subjectId }) => subjectId));
      before = page.next;
    } while (before !== null);
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
  });

  it("has no sentence for what never happens", () => {
    const told = Object.entries(MESSAGES.en.adminAudit.action).flatMap(([subject, actions]) =>
      Object.keys(actions).map((action) => `${subject}.${action}`),
    );
    expect(told.filter((action) => !isAuditAction(action))).toEqual([]);
  });

  it("knows a sentence for everything it holds", async () => {
    const rows = await sql<{ action: string }>("SELECT DISTINCT action FROM audit_log");
    expect(rows.filter(({ action }) => !isAuditAction(action))).toEqual([]);
  });
});
