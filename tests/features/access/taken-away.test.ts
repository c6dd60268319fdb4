import { beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import {
  ask,
  audited,
  itIs,
  mailed,
  row as reservation,
  statuses,
  stopTime,
} from "../../support/engine";
import { makeAdministrator, makeLab } from "../../support/people";
import { everything, refusedAt } from "../admin/request";
import { MAY_CANCEL, row, SAVED, saveGpu } from "./table";

stopTime();
beforeEach(() => itIs(NOON));

describe("taking a GPU away from somebody", () => {
  it("asks first whether their reservation may be cancelled", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [holder, waiter] = people;
    await ask(holder, gpu);
    await ask(waiter, gpu);
    const before = await everything();
    const rows = [row(holder.id, 1, null), row(waiter.id, 1, null)];
    expect(await saveGpu(admin, gpu, ...rows)).toEqual(
      refusedAt({
        [`row.${holder.id}.visible`]: ["has-waiting-reservation"],
        [`row.${waiter.id}.visible`]: ["has-waiting-reservation"],
      }),
    );
    expect(await everything()).toEqual(before);
  });

  it("cancels what waits in the administrator's name, and mails why in their language", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1);
    const [user, chinese, english] = people;
    await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [english.id]);
    await startReservation(user, await ask(user, gpu));
    const ids = [await ask(chinese, gpu), await ask(english, gpu)] as const;
    const rows = [row(chinese.id, 1, null), row(english.id, 1, null)];
    expect(await saveGpu(admin, gpu, ...rows, MAY_CANCEL)).toEqual(SAVED);
    for (const [id, reason] of [
      [ids[0], "管理員已取消您對此 GPU 的使用權限。"],
      [ids[1], "An administrator took away your access to this GPU."],
    ] as const) {
      expect(await reservation(id)).toMatchObject({
        status: "CANCELLED",
        end_cause: "CANCELLED_BY_ADMIN",
        end_reason: reason,
        ended_by: admin.id,
      });
      expect(await mailed(id)).toEqual(["cancelled-by-admin 0"]);
      expect((await audited(id)).at(-1)).toBe(`reservation.cancelled by ${admin.id}`);
    }
  });

  it("passes their turn on to the next one, by the new priorities", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1);
    const [holder, first, second] = people;
    const ids = [await ask(holder, gpu), await ask(first, gpu), await ask(second, gpu)] as const;
    await saveGpu(admin, gpu, row(holder.id, 1, null), row(second.id, 1, 0), MAY_CANCEL);
    expect(await statuses(...ids)).toEqual(["CANCELLED", "WAITING", "NOTIFIED"]);
    expect(await audited(ids[0])).toEqual([
      `reservation.reserved by ${holder.id}`,
      "reservation.turn-given by -",
      `reservation.cancelled by ${admin.id}`,
    ]);
  });

  it("never gives a turn to somebody who loses the GPU in the same moment", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1, 1);
    const [holder, leaving, last] = people;
    const turn = await ask(holder, gpu);
    const left = await ask(leaving, gpu, { autoStart: true });
    const next = await ask(last, gpu);
    const rows = [row(holder.id, 1, "1 off"), row(leaving.id, 1, null)];
    expect(await saveGpu(admin, gpu, ...rows, MAY_CANCEL)).toEqual(SAVED);
    expect(await statuses(turn, left, next)).toEqual(["WAITING", "CANCELLED", "NOTIFIED"]);
    expect(await mailed(left)).toEqual(["cancelled-by-admin 0"]);
  });

  it("cancels no turn whose claim window is over: that one has passed on", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const ids = [await ask(people[0], gpu), await ask(people[1], gpu)] as const;
    itIs(NOON + HOUR);
    const rows = [row(people[0].id, 1, null)];
    expect(await saveGpu(admin, gpu, ...rows, MAY_CANCEL)).toEqual(SAVED);
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED"]);
  });

  it("is refused while they use it", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1, 1);
    const [user, other] = people;
    await startReservation(user, await ask(user, gpu));
    const before = await everything();
    const rows = [row(user.id, 1, null), row(other.id, 1, 0)];
    const answer = await saveGpu(admin, gpu, ...rows, MAY_CANCEL);
    expect(answer).toEqual(refusedAt({ [`row.${user.id}.visible`]: ["has-running-use"] }));
    expect(await everything()).toEqual(before);
    // What the sentence proposes instead works.
    expect(await saveGpu(admin, gpu, row(user.id, 1, "1 off"))).toEqual(SAVED);
  });
});
