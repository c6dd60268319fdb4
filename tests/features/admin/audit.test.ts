import { beforeEach, describe, expect, it } from "vitest";
import { actionInWords, detailsInWords } from "@/app/admin/audit/words";
import type { Actor } from "@/lib/actor";
import { isAuditAction } from "@/lib/audit/actions";
import { listAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { sql } from "@/lib/db";
import { MESSAGES } from "@/lib/i18n/messages";
import { bringBack, changeMaintenance, takeOut } from "@/lib/maintenance/commands";
import { findMaintenance } from "@/lib/maintenance/queries";
import { versionOf } from "@/lib/maintenance/views";
import { ALWAYS, periodOf } from "@/lib/period";
import { extendReservation } from "@/lib/reservations/commands";
import { reassignReservation } from "@/lib/reservations/commands-admin";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab } from "../../support/people";
import { row, saveGpu } from "../access/table";
import { actions, auditFile, send } from "./request";

stopTime();
beforeEach(() => itIs(NOON));

const read = (query: Record<string, string>) => listAudit(auditFiltersSchema.parse(query), ALWAYS);

const VIEW = { locale: "en", timeZone: "Asia/Taipei", isOwnZone: true, now: NOON } as const;

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

  it("is filtered by period and by words in what changed", async () => {
    const admin = await makeAdministrator();
    const actor = await usernameOf(admin);
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { hours: 48, autoStart: true });
    itIs(NOON + 86_400_000);
    await send(admin, actions.endAnyUse, { id, reason: "冷氣維修" });
    const told = async (query: Record<string, string>) => {
      const filters = auditFiltersSchema.parse(query);
      const { entries } = await listAudit(filters, periodOf(filters, "Asia/Taipei"));
      return entries.map(({ action }) => action);
    };
    expect(await told({ actor, text: "冷氣" })).toEqual(["reservation.completed"]);
    expect(await told({ actor, text: "冷氣", to: "2026-03-02" })).toEqual([]);
    expect(await told({ actor, from: "2026-03-03", to: "2026-03-03" })).toHaveLength(1);
    expect(await told({ actor, from: "2026-02-30", to: "x", text: "\u0000" })).toHaveLength(1);
  });

  it("is handed out as a file to administrators, as it is filtered", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await send(admin, actions.cancelAnyReservation, { id, reason: '=HYPERLINK("x")' });
    const actor = await usernameOf(admin);
    const file = (who: Actor | null) => auditFile(who, `actor=${actor}&from=nonsense`);
    expect((await file(null)).status).toBe(401);
    expect((await file(people[0])).status).toBe(404);
    const answer = await file(admin);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    const lines = (await answer.text()).split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("Time (UTC),Done by");
    expect(lines[1]).toContain(`,Cancelled,reservation ${id},`);
    expect(lines[1]).toContain("reason: =HYPERLINK");
    expect(lines[1]).not.toMatch(/(^|,|")=/);
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

  it("names every detail of maintenance and of moving", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const other = await makeGpu();
    await giveAccess(people[1], other);
    await ask(people[0], gpu, { hours: 5, autoStart: true });
    const waits = await ask(people[1], gpu);
    const plan = { of: "gpu", id: gpu, reason: "fan" } as const;
    const out = await takeOut(admin, { ...plan, from: NOON + 10_800_000, until: null });
    const planned = await findMaintenance(out);
    if (!planned) throw new Error("not planned");
    const changed = { from: planned.from, until: NOON + 14_400_000, reason: "fan" };
    await changeMaintenance(admin, { id: out, seen: versionOf(planned), ...changed });
    await bringBack(admin, out);
    await reassignReservation(admin, { id: waits, gpuId: other, reason: "冷氣維修" });
    const { entries } = await read({ actor: await usernameOf(admin) });
    const said = entries.flatMap((entry) => detailsInWords(entry, VIEW));
    const fields = Object.values<string>(MESSAGES.en.adminAudit.field);
    expect(said.filter(({ label }) => !fields.includes(label))).toEqual([]);
    const ends = said.filter(({ field }) => field === "ends");
    expect(ends.map(({ before, value }) => [before, value])).toEqual([
      [undefined, "16:00"],
      ["not known yet", "16:00"],
      [undefined, "not known yet"],
    ]);
  });

  // Last: it writes down what this version does not know.
  it("tells a change in words, from what to what, with units and names", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    const id = await ask(person, gpu, { autoStart: true });
    await extendReservation(person, id, 3);
    const words = async (query: Record<string, string>) => {
      const { entries } = await read(query);
      return entries.map((entry) => [
        actionInWords(entry, VIEW),
        ...detailsInWords(entry, VIEW).map(({ label, before, value }) =>
          [label, before && `${before} →`, value].filter(Boolean).join(" "),
        ),
      ]);
    };
    expect((await words({ subject: "reservation", about: `#${id}` }))[0]).toEqual([
      "Extended",
      "hours 2 h → 5 h",
      "end 14:00 → 17:00",
    ]);
    const admin = await makeAdministrator();
    await sql(
      `INSERT INTO audit_log (at, actor_id, action, subject_type, subject_id, details) VALUES
         (now(), $1, 'reservation.carried-away', 'reservation', $2, $3),
         (now(), $1, 'account.edited', 'account', $4, $5)`,
      [
        admin.id,
        id,
        JSON.stringify({ gpuId: { from: gpu, to: 2_000_000_000 }, odd: { a: [1] } }),
        person.id,
        JSON.stringify({
          isAdmin: { from: false, to: true },
          timeMultiplier: { from: 1, to: 1.5 },
        }),
      ],
    );
    const [card] = await sql(
      "SELECT s.name || '-' || g.gpu_index AS name FROM gpu g JOIN server s ON s.id = g.server_id WHERE g.id = $1",
      [gpu],
    );
    const actor = await usernameOf(admin);
    const said = await words({ actor });
    expect(said).toContainEqual([
      "reservation.carried-away",
      'odd {"a":[1]}',
      `GPU ${card?.name} → #2000000000`,
    ]);
    expect(said).toContainEqual([
      "Account edited",
      "administrator no → yes",
      "time multiplier × 1 → × 1.5",
    ]);
  });
});
