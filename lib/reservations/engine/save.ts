import type { Actor } from "@/lib/actor";
import type { Transaction } from "@/lib/db";
import type { Decision, Step } from "@/lib/domain/decision";
import { isLive } from "@/lib/domain/reservation";
import type { Instant, Policy, Reservation } from "@/lib/domain/words";
import type { Notice } from "@/lib/notifications/kinds";
import { isWanted } from "@/lib/notifications/muted";
import type { LockedGpu } from "./lock";
import { calendarOf, isToldOtherwise, noticeOf, type Told, withCalendar } from "./notices";

const CHANGES = `
  status = c.status, duration = c.duration, notification_time = c.notification_time,
  start_time = c.start_time, end_time = c.end_time, turn = c.turn, gave_way = c.gave_way,
  passed_over = c.passed_over, moved_to_front_at = c.moved_to_front_at, end_cause = c.end_cause, end_reason = c.end_reason,
  ended_by = c.ended_by`;

// One statement for all that a decision writes. The GPU is vacated before it is occupied (the
// count makes PostgreSQL run the first update to its end), since one holder per GPU is enforced
// row by row. `was` is a compare-and-set: whoever decided on a stale state writes nothing. A mail
// that its user does without still corrects their calendar; who does without that gets no entries.
const SAVE = {
  // Named, so that PostgreSQL reads and plans it once for each connection.
  name: "save-decision",
  text: `
  WITH change AS (
    SELECT * FROM jsonb_to_recordset($1) AS c(
      id int, was reservation_status, status reservation_status, duration int,
      notification_time timestamptz, start_time timestamptz, end_time timestamptz, turn int,
      gave_way boolean, passed_over boolean, moved_to_front_at timestamptz, end_cause text, end_reason text, ended_by int)
  ), vacated AS (
    UPDATE reservation r SET ${CHANGES} FROM change c
    WHERE r.id = c.id AND r.status = c.was AND c.status NOT IN ('NOTIFIED', 'ACTIVE')
    RETURNING r.id
  ), occupied AS (
    UPDATE reservation r SET ${CHANGES} FROM change c
    WHERE r.id = c.id AND r.status = c.was AND c.status IN ('NOTIFIED', 'ACTIVE')
      AND (SELECT count(*) FROM vacated) >= 0
    RETURNING r.id
  ), audited AS (
    INSERT INTO audit_log (at, actor_id, action, subject_type, subject_id, details, address)
    SELECT $4, e.actor_id, e.action, 'reservation', e.subject_id, e.details, e.address
    FROM jsonb_to_recordset($2) AS e(
      actor_id int, action text, subject_id int, details jsonb, address text)
  ), noticed AS (
    INSERT INTO notification
      (user_id, reservation_id, kind, turn, mark, payload, created_at, next_attempt_at)
    SELECT n.user_id, n.reservation_id,
           CASE WHEN wanted.mail THEN n.kind ELSE 'calendar-updated' END, n.turn, n.mark,
           CASE WHEN wanted.calendar THEN n.payload ELSE n.payload - 'calendar' END, $4, $4
    FROM jsonb_to_recordset($3) AS n(
      user_id int, reservation_id int, kind text, turn int, mark text, payload jsonb, must bool)
    CROSS JOIN LATERAL (SELECT n.must OR ${isWanted("n.user_id", "n.kind")} AS mail,
      n.payload ? 'calendar' AND ${isWanted("n.user_id", "'calendar-updated'")} AS calendar) wanted
    WHERE wanted.mail OR wanted.calendar
    ON CONFLICT (reservation_id, kind, turn, mark) DO NOTHING
    RETURNING id, kind
  )
  SELECT (SELECT count(*) FROM vacated) + (SELECT count(*) FROM occupied) AS written,
         ARRAY(SELECT id FROM noticed WHERE kind <> 'calendar-updated') AS notices`,
};

const date = (instant: Instant | null) => (instant === null ? null : new Date(instant));

function changeOf(before: Reservation, after: Reservation, endedBy: number | null) {
  return {
    id: after.id,
    was: before.status,
    status: after.status,
    duration: after.durationHours,
    notification_time: date(after.notifiedAt),
    start_time: date(after.startsAt),
    end_time: date(after.endsAt),
    turn: after.turn,
    gave_way: after.gaveWay,
    passed_over: after.passedOver,
    moved_to_front_at: date(after.movedToFrontAt),
    end_cause: after.endCause,
    end_reason: after.endReason,
    ended_by: endedBy,
  };
}

/** What a use was to be and has become, where a step changes it. */
function changeOfTime(before: Reservation | undefined, after: Reservation) {
  const { durationHours, endsAt } = after;
  const hours =
    before && before.durationHours !== durationHours
      ? { from: before.durationHours, to: durationHours }
      : durationHours;
  const wasToEnd = before?.status === "ACTIVE" ? before.endsAt : null;
  if (wasToEnd === null || endsAt === null || wasToEnd === endsAt) return { hours };
  return { hours, endsAt: { from: date(wasToEnd), to: date(endsAt) } };
}

function auditOf({ step, actor, details }: CausedStep, gpu: LockedGpu) {
  const { after } = step;
  const before = gpu.state.reservations.find(({ id }) => id === after.id);
  return {
    actor_id: actor?.id ?? null,
    address: actor?.address ?? null,
    action: `reservation.${step.event}`,
    subject_id: after.id,
    details: {
      gpuId: gpu.id,
      status: after.status,
      ...changeOfTime(before, after),
      cause: after.endCause ?? undefined,
      reason: after.endReason ?? undefined,
      mark: step.mark,
      ...details,
    },
  };
}

/** Who caused which step: a person's wish is theirs, what merely became due is nobody's. */
export type CausedStep = {
  readonly step: Step;
  readonly actor: Actor | null;
  /** What the audit log is to say besides. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Whoever does without mails about the end of their time still hears that it was taken away. */
const mustReach = (notice: Notice) => notice.kind === "ended" && notice.facts.cause !== "TIME_UP";

/**
 * Writes a decision on a locked GPU: the changed reservations, their audit entries and their
 * pending mails. Returns the ids of the mails to be announced after the commit: those that somebody
 * reads. What only keeps a calendar right may wait for the sweep, and keeps no turn's mail waiting.
 * @param told mails that follow from more than a step; of a step about which one of them tells
 * already there is no other
 */
export async function save(
  tx: Transaction,
  gpu: LockedGpu,
  caused: readonly CausedStep[],
  final: Decision["state"],
  policy: Policy,
  told: readonly Told[] = [],
): Promise<number[]> {
  const latest = new Map(final.reservations.map((reservation) => [reservation.id, reservation]));
  const endedBy = new Map<number, number | null>();
  for (const { step, actor } of caused) {
    if (isLive(step.after)) continue;
    latest.set(step.after.id, step.after);
    endedBy.set(step.after.id, actor?.id ?? null);
  }
  const made = caused.filter(({ step }) => step.event === "reserved").map(({ step }) => step.after);
  const changes = [...gpu.state.reservations, ...made].flatMap((before) => {
    const after = latest.get(before.id);
    if (!after || after === before) return [];
    return [changeOf(before, after, endedBy.get(before.id) ?? null)];
  });
  if (changes.length === 0 && caused.length === 0 && told.length === 0) return [];
  const audit = caused.map((each) => auditOf(each, gpu));
  const ofSteps = caused.flatMap(({ step, actor }): Told[] => {
    const notice = isToldOtherwise(step, told) ? null : noticeOf(step, gpu, policy, actor);
    if (!notice) return [];
    // These are told several times in one turn, of each change once.
    const isRepeated = notice.kind === "calendar-updated" || notice.kind === "maintenance";
    const change = isRepeated ? `${step.event}@${gpu.now}-${step.after.endsAt ?? ""}` : "";
    return [{ reservation: step.after, notice, mark: step.mark ?? change }];
  });
  const calendars = new Map(
    caused
      .filter(({ step }) => isToldOtherwise(step, told))
      .map(({ step }) => [step.after.id, calendarOf(step, gpu)]),
  );
  const explained = told.map((each) => ({
    ...each,
    notice: withCalendar(each.notice, calendars.get(each.reservation.id)),
  }));
  const notices = [...ofSteps, ...explained].map(({ reservation, notice, mark }) => ({
    user_id: reservation.userId,
    reservation_id: reservation.id,
    kind: notice.kind,
    turn: reservation.turn,
    mark,
    payload: notice.facts,
    must: mustReach(notice),
  }));
  const values = [
    JSON.stringify(changes),
    JSON.stringify(audit),
    JSON.stringify(notices),
    new Date(gpu.now),
  ];
  const { rows } = await tx.query<{ written: string; notices: number[] }>({ ...SAVE, values });
  const [result] = rows;
  if (!result || Number(result.written) !== changes.length) {
    throw new Error(`GPU ${gpu.id}: decided on a state that was not there any more`);
  }
  return result.notices;
}
