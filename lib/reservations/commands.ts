/** What people do to reservations. Each command is one transaction on one GPU. */
import type { Actor } from "@/lib/actor";
import { sql, transaction } from "@/lib/db";
import { type By, cancel, extend, giveWay, release, start } from "@/lib/domain/actions";
import { longestReservationHours } from "@/lib/domain/limits";
import { mayAct, maySeeGpu } from "@/lib/domain/permissions";
import type { AccountStatus, Reservation, ReservationStatus } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { policy } from "@/lib/policy";
import { decide, decideOn, settleGpu } from "./engine/decide";
import { type LockedGpu, lockGpu } from "./engine/load";

type Owned = {
  user_id: number;
  gpu_id: number;
  time_multiplier: number;
  max_hours: number;
  status: ReservationStatus;
  has_access: boolean;
};

/**
 * A reservation on which the actor may act. Anybody else's is simply not found, and so is their own
 * on a GPU that is not visible to them any more.
 */
async function find(actor: Actor, id: number): Promise<Owned> {
  const [row] = await sql<Owned>(
    `SELECT r.user_id, r.gpu_id, r.status, u.time_multiplier, g.max_hours,
       a.user_id IS NOT NULL AS has_access
     FROM reservation r JOIN "user" u ON u.id = r.user_id JOIN gpu g ON g.id = r.gpu_id
     LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
     WHERE r.id = $1`,
    [id],
  );
  if (!row || !mayAct(actor, { userId: row.user_id }) || !maySeeGpu(actor, row.has_access)) {
    throw new Refusal("not-found");
  }
  return row;
}

/** In which role somebody ends a reservation. @throws Refusal for an administrator without a reason */
function roleOf(actor: Actor, owned: Owned, reason: string | null): By {
  if (owned.user_id === actor.id) return "owner";
  if (!reason) throw new Refusal("required", {}, "reason");
  return "administrator";
}

type Applicant = {
  status: AccountStatus;
  time_multiplier: number;
  live: number;
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
       AND NOT (r.status = 'ACTIVE' AND r.end_time <= $3)) AS live
  FROM "user" u LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = $2
  WHERE u.id = $1`;
const INSERT = `
  INSERT INTO reservation (user_id, gpu_id, duration, auto_start, reservation_time)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`;

function checkApplication(
  applicant: Applicant,
  gpu: LockedGpu,
  userId: number,
  hours: number,
): asserts applicant is Applicant & { priority: number } {
  if (applicant.priority === null) throw new Refusal("not-found");
  if (applicant.status !== "ACTIVE") throw new Refusal("account-disabled");
  if (!applicant.enabled) throw new Refusal("access-disabled");
  const longest = longestReservationHours(gpu.maxHours, applicant.time_multiplier);
  if (hours > longest) throw new Refusal("duration-too-long", { longest }, "hours");
  if (gpu.state.reservations.some((live) => live.userId === userId)) {
    throw new Refusal("already-reserved", {}, "gpuId");
  }
  const most = policy().maxLiveReservations;
  if (applicant.live >= most) throw new Refusal("too-many-live", { most });
}

/**
 * Reserves a GPU for the actor: into the queue, or at once their turn when nobody is before them.
 * @param application `hours` is whole and ≥ 1 (checked by the form's schema and the database)
 * @throws Refusal "not-found" for a GPU that is not visible to them, or the limit that forbids it
 */
export async function reserve(
  actor: Actor,
  application: { gpuId: number; hours: number; autoStart: boolean },
): Promise<number> {
  const { gpuId, hours, autoStart } = application;
  // Asked before anything else, so that not even a wait tells of a GPU that they do not see.
  if ((await sql(IS_VISIBLE, [actor.id, gpuId])).length === 0) throw new Refusal("not-found");
  // Their own use of this GPU may have ended a moment ago and must not stand in their way.
  await settleGpu(gpuId);
  const { id, mails } = await transaction(async (tx) => {
    await tx.query(LOCK_USER, [actor.id]);
    const gpu = await lockGpu(tx, gpuId);
    if (!gpu) throw new Refusal("not-found");
    const asked = [actor.id, gpuId, new Date(gpu.now)];
    const [applicant] = (await tx.query<Applicant>(LOAD_APPLICANT, asked)).rows;
    if (!applicant) throw new Refusal("not-found");
    checkApplication(applicant, gpu, actor.id, hours);
    const values = [actor.id, gpuId, hours, autoStart, new Date(gpu.now)];
    const [inserted] = (await tx.query<{ id: number }>(INSERT, values)).rows;
    if (!inserted) throw new Error("the reservation was not inserted");
    const reservation: Reservation = {
      id: inserted.id,
      userId: actor.id,
      status: "WAITING",
      durationHours: hours,
      autoStart,
      priority: applicant.priority,
      eligible: true,
      reservedAt: gpu.now,
      notifiedAt: null,
      startsAt: null,
      endsAt: null,
      turn: 0,
      gaveWay: false,
      passedOver: false,
      movedToFrontAt: null,
      reminded: [],
      endCause: null,
      endReason: null,
    };
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

/** Starts a turn. @throws Refusal */
export async function startReservation(actor: Actor, id: number): Promise<void> {
  const { gpu_id } = await find(actor, id);
  try {
    await decide(gpu_id, actor, ({ state, now }, rules) => start(state, id, rules, now));
  } catch (error) {
    // The core knows live reservations only; whoever comes too late is told so.
    if ((await find(actor, id)).status === "EXPIRED") throw new Refusal("claim-window-over");
    throw error;
  }
}

/** Lets the next one go first. @throws Refusal */
export async function giveWayOnce(actor: Actor, id: number): Promise<void> {
  const { gpu_id } = await find(actor, id);
  await decide(gpu_id, actor, ({ state, now }, rules) => giveWay(state, id, rules, now));
}

/** Cancels a waiting reservation or declines a turn; an administrator does it with a reason. */
export async function cancelReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await find(actor, id);
  const role = roleOf(actor, owned, reason);
  await decide(owned.gpu_id, actor, ({ state, now }) => cancel(state, id, role, reason, now));
}

/** Ends a use now; an administrator does it with a reason. @throws Refusal */
export async function releaseReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await find(actor, id);
  const role = roleOf(actor, owned, reason);
  await decide(owned.gpu_id, actor, ({ state, now }) => release(state, id, role, reason, now));
}

/** Adds whole hours to a use. @throws Refusal */
export async function extendReservation(actor: Actor, id: number, hours: number): Promise<void> {
  const { gpu_id, max_hours, time_multiplier } = await find(actor, id);
  const longest = longestReservationHours(max_hours, time_multiplier);
  await decide(gpu_id, actor, ({ state, now }) => extend(state, id, hours, longest, now));
}
