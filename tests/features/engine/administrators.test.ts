import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, audited, itIs, mailed, refusal, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeLab } from "../../support/people";

stopTime();

const REASON = "維護：更換風扇 – sorry";

async function labWithAdministrator() {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1);
  const [a, b] = people;
  return { gpu, a, b, admin: await makeAdministrator() };
}

const lastMail = async (id: number) =>
  (
    await sql("SELECT * FROM notification WHERE reservation_id = $1 ORDER BY id DESC LIMIT 1", [id])
  )[0];

describe("an administrator", () => {
  it("cancels a waiting reservation with a reason, which its user is told", async () => {
    const { gpu, a, b, admin } = await labWithAdministrator();
    await ask(a, gpu);
    const id = await ask(b, gpu);
    await cancelReservation(admin, id, REASON);
    expect(await row(id)).toMatchObject({
      status: "CANCELLED",
      end_cause: "CANCELLED_BY_ADMIN",
      end_reason: REASON,
      ended_by: admin.id,
    });
    expect(await lastMail(id)).toMatchObject({
      user_id: b.id,
      kind: "cancelled-by-admin",
      payload: { reason: REASON },
    });
    expect((await audited(id)).at(-1)).toBe(`reservation.cancelled by ${admin.id}`);
  });

  it("cancels a turn, which passes on", async () => {
    const { gpu, a, b, admin } = await labWithAdministrator();
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    await cancelReservation(admin, ids[0], REASON);
    expect(await statuses(...ids)).toEqual(["CANCELLED", "NOTIFIED"]);
    expect((await row(ids[0])).end_cause).toBe("CANCELLED_BY_ADMIN");
  });

  it("ends a use with a reason, which its user is told; the next one has the turn", async () => {
    const { gpu, a, b, admin } = await labWithAdministrator();
    const ids = [await ask(a, gpu, { autoStart: true }), await ask(b, gpu)] as const;
    await releaseReservation(admin, ids[0], REASON);
    expect(await row(ids[0])).toMatchObject({
      status: "COMPLETED",
      end_cause: "ENDED_BY_ADMIN",
      end_reason: REASON,
      ended_by: admin.id,
    });
    expect(await lastMail(ids[0])).toMatchObject({
      user_id: a.id,
      kind: "ended",
      payload: { cause: "ENDED_BY_ADMIN", reason: REASON },
    });
    expect((await row(ids[1])).status).toBe("NOTIFIED");
  });

  it("extends by the limits of its user, not by their own", async () => {
    const { gpu, a, admin } = await labWithAdministrator();
    await sql(`UPDATE "user" SET time_multiplier = 0.1 WHERE id = $1`, [a.id]);
    const id = await ask(a, gpu, { hours: 2, autoStart: true });
    await extendReservation(admin, id, 2);
    expect((await row(id)).end_time).toEqual(new Date(NOON + 4 * HOUR));
    expect(await refusal(extendReservation(admin, id, 1))).toBe("extension-too-long");
  });

  it("may start and give way for somebody; the audit log says who did it", async () => {
    const { gpu, a, b, admin } = await labWithAdministrator();
    const ids = [await ask(a, gpu), await ask(b, gpu)] as const;
    await giveWayOnce(admin, ids[0]);
    await startReservation(admin, ids[1]);
    expect((await audited(ids[0])).at(-1)).toBe(`reservation.gave-way by ${admin.id}`);
    expect((await audited(ids[1])).at(-1)).toBe(`reservation.started by ${admin.id}`);
  });

  it("is an owner like any other in what is their own", async () => {
    const { gpu, admin } = await labWithAdministrator();
    await giveAccess(admin, gpu);
    const id = await ask(admin, gpu);
    await cancelReservation(admin, id);
    expect(await row(id)).toMatchObject({ end_cause: "DECLINED", ended_by: admin.id });
    expect(await mailed(id)).toEqual(["your-turn 1"]);
  });

  it("is refused what is impossible, like anybody", async () => {
    const { gpu, a, admin } = await labWithAdministrator();
    const id = await ask(a, gpu);
    expect(await refusal(releaseReservation(admin, id, REASON))).toBe("not-active");
    await startReservation(a, id);
    expect(await refusal(cancelReservation(admin, id, REASON))).toBe("not-waiting");
    expect(await refusal(cancelReservation(admin, 2_147_483_647, REASON))).toBe("not-found");
  });

  it("who is written down stands there with the address the request came from", async () => {
    const { gpu, a, admin } = await labWithAdministrator();
    const id = await ask(a, gpu);
    await cancelReservation(admin, id, REASON);
    const [entry] = await sql(
      "SELECT * FROM audit_log WHERE subject_id = $1 AND action = 'reservation.cancelled'",
      [id],
    );
    expect(entry).toMatchObject({
      at: new Date(NOON),
      actor_id: admin.id,
      address: "192.0.2.7",
      subject_type: "reservation",
      details: { gpuId: gpu, status: "CANCELLED", cause: "CANCELLED_BY_ADMIN", reason: REASON },
    });
  });
});
