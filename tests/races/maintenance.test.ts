import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { bringBack, changeMaintenance, takeOut } from "@/lib/maintenance/commands";
import { versionOf } from "@/lib/maintenance/views";
import {
  extendReservation,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { serverOf } from "../features/maintenance/support";
import { ask, statuses, stopTime } from "../support/engine";
import { makeAdministrator, makeGpu, makeLab } from "../support/people";
import { atOnce, fifty, nothingFailsUnseen } from "./at-once";

stopTime();
nothingFailsUnseen();

const plan = (inHours: number | null) => ({
  from: inHours === null ? null : Date.now() + inHours * HOUR,
  until: null,
  reason: "fan",
});

const HELD_INTO = `
  SELECT r.id FROM reservation r JOIN gpu g ON g.id = r.gpu_id
  JOIN maintenance m ON m.gpu_id = g.id OR m.server_id = g.server_id
  WHERE r.gpu_id = $1 AND r.status IN ('NOTIFIED', 'ACTIVE') AND tstzrange(m.begins_at, m.ends_at) &&
    tstzrange(coalesce(r.start_time, r.notification_time),
      coalesce(r.end_time, r.notification_time + r.duration * interval '1 hour'))`;

describe("maintenance at the same moment as", () => {
  it("a turn, a start, an extension, a release: nobody ever holds the GPU into it", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 6; round++) {
      const { gpu, people } = await makeLab(1, 1, 1);
      const [a, b, c] = people;
      const turn = await ask(a, gpu, { hours: 3 });
      await ask(b, gpu, { hours: 3, autoStart: round % 2 === 0 });
      const of = { of: round % 3 === 0 ? "server" : "gpu", id: gpu } as const;
      const id = of.of === "server" ? await serverOf(gpu) : gpu;
      await atOnce([
        () => startReservation(a, turn),
        () => takeOut(admin, { ...of, id, ...plan(round < 3 ? 3.5 : null) }),
        () => extendReservation(a, turn, 2),
        () => releaseReservation(a, turn),
        () => ask(c, gpu, { hours: 3, autoStart: true }),
        () => settleGpu(gpu),
      ]);
      await settleGpu(gpu);
      expect(await sql(HELD_INTO, [gpu])).toEqual([]);
    }
  });

  it("another for the same: one of them, and one mail for each", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    await ask(people[0], gpu, { autoStart: true });
    const waits = await ask(people[1], gpu);
    expect(await fifty(() => takeOut(admin, { of: "gpu", id: gpu, ...plan(1) }))).toEqual({
      done: 1,
      refused: { "maintenance-overlaps": 49 },
    });
    const mails = await sql("SELECT id FROM notification WHERE reservation_id = $1", [waits]);
    expect(mails).toHaveLength(1);
  });

  it("changes of it by others who saw the same: one of them", async () => {
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const id = await takeOut(admin, { of: "gpu", id: gpu, ...plan(1) });
    const [made] = await sql("SELECT begins_at, reason FROM maintenance WHERE id = $1", [id]);
    const from = made?.begins_at.getTime();
    const seen = versionOf({ from, until: null, reason: "fan" });
    const change = (index: number) =>
      changeMaintenance(admin, { id, seen, from, until: null, reason: `fan ${index}` });
    expect(await fifty(change)).toEqual({ done: 1, refused: { "form-outdated": 49 } });
  });

  it("bringing it back, fifty times: once, with one turn and its one mail", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const id = await takeOut(admin, { of: "gpu", id: gpu, ...plan(null) });
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    expect(await fifty(() => bringBack(admin, id))).toEqual({
      done: 1,
      refused: { "maintenance-over": 49 },
    });
    expect(await statuses(...ids)).toEqual(["NOTIFIED", "WAITING"]);
    const mails = await sql(
      "SELECT kind FROM notification WHERE reservation_id = $1 AND kind = 'your-turn'",
      [ids[0]],
    );
    expect(mails).toHaveLength(1);
  });

  it("the same on a server and on its GPUs ends, without a deadlock", async () => {
    const admin = await makeAdministrator();
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu()];
    const server = await serverOf(gpus[0] ?? 0);
    await sql(
      `UPDATE gpu SET server_id = $1, gpu_index = array_position($2::int[], id) WHERE id = ANY($2)`,
      [server, gpus],
    );
    await atOnce([
      ...gpus.map((id) => () => takeOut(admin, { of: "gpu", id, ...plan(null) })),
      () => takeOut(admin, { of: "server", id: server, ...plan(null) }),
      ...gpus.map((id) => () => settleGpu(id)),
    ]);
    const [made] = await sql(
      "SELECT count(*)::int AS count FROM maintenance WHERE gpu_id = ANY($1) OR server_id = $2",
      [gpus, server],
    );
    expect(made).toEqual({ count: 4 });
  });
});
