import { beforeEach, describe, expect, it } from "vitest";
import { foretellMatrix, saveMatrix } from "@/lib/access/commands";
import { accessMatrix } from "@/lib/access/queries-matrix";
import { matrixChangesSchema, matrixFiltersSchema } from "@/lib/access/schema";
import { type Edit, linesOf, MOST_CHANGES, stampOf } from "@/lib/access/views";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, mailed, refusal, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { asking, auditOf, everything } from "../admin/request";
import { accessOf } from "./table";

stopTime();
beforeEach(() => itIs(NOON));

const edit = ({ id }: Actor, gpuId: number, seen: string, wanted: string): Edit => ({
  userId: id,
  gpuId,
  seen,
  wanted,
});

/** Looks at what would follow, agrees, and saves. */
async function save(admin: Actor, ...edits: Edit[]) {
  const { digest } = await foretellMatrix(admin, edits);
  return saveMatrix(admin, edits, digest);
}

describe("the matrix", () => {
  it("tells every access, and who waits", async () => {
    const { gpu, people } = await makeLab(1, 0);
    await giveAccess(people[1], gpu, { priority: 3, enabled: false });
    await ask(people[0], gpu);
    const matrix = await accessMatrix(matrixFiltersSchema.parse({}));
    const row = (who: Actor) => matrix.users.findIndex(([id]) => id === who.id);
    const column = matrix.gpus.findIndex(([id]) => id === gpu);
    const stampOf = (who: Actor) => matrix.rows[row(who)]?.split(",")[column];
    expect(people.map(stampOf)).toEqual(["1", "3-"]);
    expect(stampOf(await makePerson())).toBeUndefined();
    expect(matrix.live).toContainEqual([row(people[0]), column, "NOTIFIED"]);
  });

  it("shows the users of a lab and the GPUs of a server and model alone", async () => {
    const { gpu, people } = await makeLab(1);
    await sql(`UPDATE "user" SET lab = 'Quiet Lab' WHERE id = $1`, [people[0].id]);
    const [{ name }] = (await sql(
      "SELECT s.name FROM server s JOIN gpu g ON g.server_id = s.id WHERE g.id = $1",
      [gpu],
    )) as [{ name: string }];
    const of = (query: object) => accessMatrix(matrixFiltersSchema.parse(query));
    const matrix = await of({ lab: "Quiet Lab", server: name, model: "RTX 4090" });
    expect(matrix.users.map(([id]) => id)).toEqual([people[0].id]);
    expect(matrix.gpus.map(([id]) => id)).toEqual([gpu]);
    expect(matrix.rows).toEqual(["1"]);
    expect((await of({ search: "quiet l" })).users).toHaveLength(1);
    expect(await of({ search: "no such user \u0000", lab: ["x"] })).toMatchObject({ users: [] });
    expect(await of({ model: "no such model" })).toMatchObject({ gpus: [] });
  });
});

describe("looking at what saving would do", () => {
  it("names who is cancelled, who loses a turn, whose use stays and whose place changes", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1, 1);
    const [user, leaving, first, second] = people;
    await startReservation(user, await ask(user, gpu));
    const ids = [await ask(leaving, gpu), await ask(first, gpu), await ask(second, gpu)];
    const other = await makeLab(1, 1);
    const turn = await ask(other.people[0], other.gpu);
    const next = await ask(other.people[1], other.gpu);
    const before = await everything();
    const foretold = await foretellMatrix(admin, [
      edit(user, gpu, "1", ""),
      edit(leaving, gpu, "1", ""),
      edit(second, gpu, "1", "0"),
      edit(other.people[0], other.gpu, "1", "1-"),
      edit(first, other.gpu, "2", "0"),
    ]);
    expect(foretold.cancelled).toMatchObject([{ id: ids[0], userId: leaving.id, wasTurn: false }]);
    expect(foretold.withdrawn).toMatchObject([{ id: turn }]);
    expect(foretold.turns).toMatchObject([{ id: next }]);
    expect(foretold.moves).toMatchObject([{ id: ids[2], from: 3, to: 1 }]);
    expect(foretold.kept).toEqual([
      { userId: user.id, gpuId: gpu, why: "has-running-use" },
      { userId: first.id, gpuId: other.gpu, why: "form-outdated" },
    ]);
    expect(await everything()).toEqual(before);
  });
});

describe("saving the matrix", () => {
  it("does what was foretold, writes it down, and keeps what cannot be", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1);
    const [user, leaving, staying] = people;
    await startReservation(user, await ask(user, gpu));
    const ids = [await ask(leaving, gpu), await ask(staying, gpu)] as const;
    const saved = await save(
      admin,
      edit(user, gpu, "1", ""),
      edit(leaving, gpu, "1", ""),
      edit(staying, gpu, "1", "0-"),
    );
    expect(saved).toEqual({
      changed: 2,
      kept: [{ userId: user.id, gpuId: gpu, why: "has-running-use" }],
    });
    expect(await statuses(...ids)).toEqual(["CANCELLED", "WAITING"]);
    expect(await mailed(ids[0])).toEqual(["cancelled-by-admin 0"]);
    expect(await Promise.all(people.map((each) => accessOf(each, gpu)))).toEqual([
      1,
      null,
      "0 off",
    ]);
    expect(await auditOf("access", gpu)).toMatchObject([
      { action: "access.removed", actor_id: admin.id },
      { action: "access.changed", details: { priority: { from: 1, to: 0 } } },
    ]);
  });

  it("saves nothing when somebody began to wait whom nobody agreed to cancel", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const edits = people.map((each) => edit(each, gpu, "1", ""));
    const { digest } = await foretellMatrix(admin, edits);
    const id = await ask(people[0], gpu);
    expect(await refusal(saveMatrix(admin, edits, digest))).toBe("changed-meanwhile");
    expect(await statuses(id)).toEqual(["NOTIFIED"]);
    expect(await accessOf(people[1], gpu)).toBe(1);
    expect(await save(admin, ...edits)).toEqual({ changed: 2, kept: [] });
    expect(await statuses(id)).toEqual(["CANCELLED"]);
  });

  it("saves nothing when a turn that would be cancelled has become a use", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const [user] = people;
    const id = await ask(user, gpu);
    const edits = [edit(user, gpu, "1", "")];
    const { digest } = await foretellMatrix(admin, edits);
    await startReservation(user, id);
    expect(await refusal(saveMatrix(admin, edits, digest))).toBe("changed-meanwhile");
    expect(await accessOf(user, gpu)).toBe(1);
  });

  it("lets one of two administrators win who want different things", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { gpu, people } = await makeLab(9);
      const { digest } = await foretellMatrix(admin, [edit(people[0], gpu, "9", "1")]);
      const answers = await Promise.allSettled(
        [0, 1, 2].map((wanted) =>
          saveMatrix(admin, [edit(people[0], gpu, "9", String(wanted))], digest),
        ),
      );
      const won = answers.flatMap(({ status }, index) => (status === "fulfilled" ? [index] : []));
      expect(won).toHaveLength(1);
      expect(await accessOf(people[0], gpu)).toBe(won[0]);
    }
  });

  it("never ends a use that begins in the same moment", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { gpu, people } = await makeLab(1);
      const [user] = people;
      const id = await ask(user, gpu);
      const edits = [edit(user, gpu, "1", "")];
      const { digest } = await foretellMatrix(admin, edits);
      await Promise.allSettled([saveMatrix(admin, edits, digest), startReservation(user, id)]);
      const [status] = await statuses(id);
      expect(["ACTIVE", "CANCELLED"]).toContain(status);
      expect(await accessOf(user, gpu)).toBe(status === "ACTIVE" ? 1 : null);
    }
  });

  it("of a GPU that was deleted, or a user that never was, is kept out", async () => {
    const admin = await makeAdministrator();
    const person = await makePerson();
    const gpu = await makeGpu();
    const nobody = { ...person, id: 2_000_000_000 };
    const saved = await save(
      admin,
      edit(person, 2_000_000_000, "", "1"),
      edit(nobody, gpu, "", "1"),
      edit(person, gpu, "", "5"),
    );
    expect(saved).toMatchObject({ changed: 1, kept: [{ why: "not-found" }, { why: "not-found" }] });
    expect(await accessOf(person, gpu)).toBe(5);
  });
});

describe("what the matrix may send", () => {
  const parse = (changes: unknown) => matrixChangesSchema.safeParse({ changes }).success;

  it("is lines of user, GPU and two stamps", () => {
    expect(
      parse(linesOf([edit({ id: 1 } as Actor, 2, "", stampOf({ priority: 3, enabled: false }))])),
    ).toBe(true);
    expect(parse("1 2 1 1000")).toBe(true);
  });

  it.each([
    "",
    "1 2",
    "0 2  1",
    "1 2  1001",
    "1 2  -1",
    "1 2  1e3",
    "1 2  １",
    "1 2  1\u0000",
    "99999999999 2  1",
    "__proto__ 2  1",
    ["1 2  1"],
    null,
    Number.NaN,
  ])("is nothing like %j", (changes) => expect(parse(changes)).toBe(false));

  it("is not more than can be saved at once", () => {
    const lines = Array.from({ length: MOST_CHANGES + 1 }, (_, at) => `${at + 1} 1  1`);
    expect(parse(lines.slice(1).join("\n"))).toBe(true);
    expect(parse(lines.join("\n"))).toBe(false);
  });
});

describe("the matrix without a request that may send it", () => {
  it("neither tells nor saves", async () => {
    const { gpu, people } = await makeLab(1);
    const changes = linesOf([edit(people[0], gpu, "1", "0")]);
    const before = await everything();
    for (const who of [people[0], null]) {
      const answer = { ok: false, message: expect.stringMatching(who ? /not exist/ : /log in/) };
      expect(await asking(who).previewMatrix({ changes })).toEqual(answer);
      expect(await asking(who).saveMatrixChanges({ changes, digest: "" })).toEqual(answer);
    }
    expect(await everything()).toEqual(before);
  });

  it("says in words what would happen, and what did", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    await ask(people[0], gpu);
    await ask(people[1], gpu);
    const changes = linesOf(people.map((each) => edit(each, gpu, "1", "")));
    const answer = await asking(admin).previewMatrix({ changes });
    if (!answer.ok) throw new Error(answer.message);
    expect(answer.value.summary).toContain("2 taken away");
    expect(answer.value.sections).toMatchObject([
      {
        tone: "error",
        title: "2 reservations are cancelled; a mail tells their users",
        lines: [expect.stringContaining("has the turn on"), expect.stringContaining("waits for")],
      },
    ]);
    const stale = await asking(admin).saveMatrixChanges({ changes, digest: "old" });
    expect(stale).toMatchObject({ ok: false, message: expect.stringContaining("meantime") });
    const { digest } = answer.value;
    expect(await asking(admin).saveMatrixChanges({ changes, digest })).toEqual({
      ok: true,
      value: "2 accesses saved.",
    });
    expect(await asking(admin).previewMatrix({ changes: "x" })).toMatchObject({ ok: false });
  });
});
