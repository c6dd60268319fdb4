/** Somebody asks for a place in the queue of a GPU: for themselves, or an administrator for them. */
import type { Actor } from "@/lib/actor";
import { sql, transaction } from "@/lib/db";
import { liveRefusal, longestReservationHours } from "@/lib/domain/limits";
import { newReservation } from "@/lib/domain/reservation";
import type { AccountStatus } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { policy } from "@/lib/policy";
import { decideOn, settleGpu } from "./engine/decide";
import { type LockedGpu, lockGpu } from "./engine/lock";

/** What is asked for. `hours` is whole and ≥ 1 (checked by the form's schema and the database). */
export type Application = {
  readonly gpuId: number;
  readonly hours: number;
  readonly autoStart: boolean;
};

type Applicant = {
  status: AccountStatus;
  time_multiplier: number;
  live: number;
  has_one: boolean;
  priority: number | null;
  enabled: boolean | null;
};

const IS_VISIBLE = "SELECT FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2";
// The user's row is locked first, so that the cap over all GPUs is counted one at a time.
const LOCK_USER = `SELECT id FROM "user" WHERE id = $1 FOR NO KEY UPDATE`;
// A use whose time is up counts no more, also where nobody has ended it yet.
const LOAD_APPLICANT = `
  SELECT u.status, u.time_multiplier, a.priority, a.status AS enabled,
    (SELECT count(*)::int FROM reservation r
     WHERE r.user_id = u.id AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
       AND NOT (r.status = 'ACTIVE' AND r.end_time <= $3)) AS live,
    EXISTS (SELECT FROM reservation r WHERE r.user_id = u.id AND r.gpu_id = $2
      AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')) AS has_one
  FROM "user" u LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = $2
  WHERE u.id = $1`;
const INSERT = `
  INSERT INTO reservation (user_id, gpu_id, duration, auto_start, reservation_time)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`;

function checkApplication(
  applicant: Applicant,
  gpu: LockedGpu,
  hours: number,
): asserts applicant is Applicant & { priority: number } {
  if (applicant.priority === null) throw new Refusal("not-found");
  if (applicant.status !== "ACTIVE") throw new Refusal("account-disabled");
  if (!applicant.enabled) throw new Refusal("access-disabled");
  const longest = longestReservationHours(gpu.maxHours, applicant.time_multiplier);
  if (hours > longest) throw new Refusal("duration-too-long", { longest }, "hours");
  const most = policy().maxLiveReservations;
  const refusal = liveRefusal({ onGpu: applicant.has_one, overall: applicant.live }, most);
  if (refusal === "already-reserved") throw new Refusal(refusal, {}, "gpuId");
  if (refusal) throw new Refusal(refusal, { most });
}

/**
 * Puts a user into the queue of a GPU, or gives them the turn at once when nobody is before them.
 * Returns the id of the reservation.
 * @param actor who asks; the same limits hold whoever it is
 * @throws Refusal "not-found" for a GPU that is not visible to the user, or the limit that forbids it
 */
export async function applyFor(
  actor: Actor,
  userId: number,
  application: Application,
): Promise<number> {
  const { gpuId, hours, autoStart } = application;
  // Asked before anything else, so that not even a wait tells of a GPU that they do not see.
  if ((await sql(IS_VISIBLE, [userId, gpuId])).length === 0) throw new Refusal("not-found");
  // Their own use of this GPU may have ended a moment ago and must not stand in their way.
  await settleGpu(gpuId);
  const { id, mails } = await transaction(async (tx) => {
    await tx.query(LOCK_USER, [userId]);
    const gpu = await lockGpu(tx, gpuId);
    if (!gpu) throw new Refusal("not-found");
    const asked = [userId, gpuId, new Date(gpu.now)];
    const [applicant] = (await tx.query<Applicant>(LOAD_APPLICANT, asked)).rows;
    if (!applicant) throw new Refusal("not-found");
    checkApplication(applicant, gpu, hours);
    const values = [userId, gpuId, hours, autoStart, new Date(gpu.now)];
    const [inserted] = (await tx.query<{ id: number }>(INSERT, values)).rows;
    if (!inserted) throw new Error("the reservation was not inserted");
    const { priority } = applicant;
    const reservation = newReservation({
      id: inserted.id,
      userId,
      durationHours: hours,
      autoStart,
      priority,
      reservedAt: gpu.now,
    });
    const { mails } = await decideOn(tx, gpu, {
      actor,
      ask: ({ state }) => ({
        ok: true,
        state: { ...state, reservations: [...state.reservations, reservation] },
        steps: [{ event: "reserved", after: reservation }],
      }),
    });
    return { id: inserted.id, mails };
  });
  await announceMails(mails);
  return id;
}
