-- A turn is decided by what decides it, however long the queue and however old the history is.

-- The priority of the access row, kept here while the reservation lives, so that an index has the
-- order of the queue. Without an access row it is last.
ALTER TABLE reservation ADD COLUMN priority integer NOT NULL DEFAULT 2147483647;
UPDATE reservation r SET priority = a.priority FROM user_gpu_access a
  WHERE a.user_id = r.user_id AND a.gpu_id = r.gpu_id
    AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE');

-- Both under the lock of the GPU, so that neither misses the other: whoever reserves or moves a
-- reservation has it, and a change of accesses takes it, of several GPUs in the order of their ids.
CREATE FUNCTION reservation_take_priority() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.priority := coalesce((SELECT a.priority FROM user_gpu_access a
    WHERE a.user_id = NEW.user_id AND a.gpu_id = NEW.gpu_id), 2147483647);
  RETURN NEW;
END $$;
CREATE TRIGGER reservation_take_priority BEFORE INSERT OR UPDATE OF gpu_id ON reservation
  FOR EACH ROW WHEN (NEW.status IN ('WAITING', 'NOTIFIED', 'ACTIVE'))
  EXECUTE FUNCTION reservation_take_priority();

CREATE FUNCTION user_gpu_access_give_priority() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM gpu WHERE id IN (SELECT gpu_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
  UPDATE reservation r
    SET priority = CASE WHEN TG_OP = 'DELETE' THEN 2147483647 ELSE c.priority END
    FROM changed c
    WHERE r.user_id = c.user_id AND r.gpu_id = c.gpu_id
      AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
      AND r.priority <> CASE WHEN TG_OP = 'DELETE' THEN 2147483647 ELSE c.priority END;
  RETURN NULL;
END $$;
CREATE TRIGGER user_gpu_access_given AFTER INSERT ON user_gpu_access
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION user_gpu_access_give_priority();
CREATE TRIGGER user_gpu_access_changed AFTER UPDATE ON user_gpu_access
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION user_gpu_access_give_priority();
CREATE TRIGGER user_gpu_access_taken AFTER DELETE ON user_gpu_access
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION user_gpu_access_give_priority();

-- What lives on a GPU, in the order of its queue (lib/domain/queue.ts, byPlace).
CREATE INDEX reservation_queue_idx
  ON reservation (gpu_id, moved_to_front_at DESC NULLS LAST, priority, reservation_time, id)
  WHERE status IN ('WAITING', 'NOTIFIED', 'ACTIVE');
DROP INDEX reservation_waiting_idx;
CREATE INDEX reservation_passed_over_idx ON reservation (gpu_id)
  WHERE status = 'WAITING' AND passed_over;

-- A reservation with what else decides about it, and whose it is. Who was reminded is in the log:
-- whoever does without the mail is not reminded again and again.
CREATE VIEW reservation_standing AS
  SELECT r.id, r.user_id, r.gpu_id, r.status, r.priority, r.duration, r.auto_start,
    r.reservation_time, r.notification_time, r.start_time, r.end_time, r.turn, r.gave_way,
    r.passed_over, r.moved_to_front_at, r.end_cause, r.end_reason, r.ended_by,
    u.status = 'ACTIVE' AND coalesce(a.status, false) AS eligible,
    CASE r.status WHEN 'ACTIVE' THEN
      ARRAY(SELECT l.details->>'mark' FROM audit_log l
        WHERE l.subject_type = 'reservation' AND l.subject_id = r.id
          AND l.action = 'reservation.ending-soon' AND l.details ? 'mark')
    ELSE '{}' END AS reminded,
    u.name, u.lab, a.user_id IS NOT NULL AS has_access
  FROM reservation r
  JOIN "user" u ON u.id = r.user_id
  LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id;

CREATE FUNCTION epoch_ms(instant timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT floor(extract(epoch FROM instant) * 1000)::bigint $$;

-- The outages of a GPU, as the core knows them. What never began is none.
CREATE FUNCTION outages_of(gpu integer) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object(
      'from', epoch_ms(m.begins_at), 'until', epoch_ms(m.ends_at), 'reason', m.reason)), '[]')
  FROM gpu g JOIN maintenance m ON m.gpu_id = g.id OR m.server_id = g.server_id
  WHERE g.id = gpu AND m.begins_at IS DISTINCT FROM m.ends_at
$$;

-- Those who wait for a GPU and can go: the first two, since one decision gives two turns at most (what
-- is due, and what follows from a wish). While maintenance is ahead, the first two of those who ask
-- for the same, since a shorter one may go before those who come first.
CREATE FUNCTION next_of_queue(gpu integer, at timestamptz) RETURNS SETOF integer LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM gpu g JOIN maintenance m ON m.gpu_id = g.id OR m.server_id = g.server_id
    WHERE g.id = gpu AND (m.ends_at IS NULL OR m.ends_at > greatest(at, m.begins_at))
  ) THEN
    RETURN QUERY
      SELECT w.id FROM (
        SELECT r.id, row_number() OVER (PARTITION BY r.auto_start, r.duration
          ORDER BY r.moved_to_front_at DESC NULLS LAST, r.priority, r.reservation_time, r.id) AS place
        FROM reservation_standing r
        WHERE r.gpu_id = gpu AND r.status = 'WAITING' AND NOT r.passed_over AND r.eligible
      ) w WHERE w.place <= 2;
  ELSE
    RETURN QUERY
      SELECT r.id FROM reservation_standing r
      WHERE r.gpu_id = gpu AND r.status = 'WAITING' AND NOT r.passed_over AND r.eligible
      ORDER BY r.moved_to_front_at DESC NULLS LAST, r.priority, r.reservation_time, r.id
      LIMIT 2;
  END IF;
END $$;

-- Locks a GPU until the transaction ends, and answers what decides on it (lib/reservations/engine):
-- the whole of it, or the holder, who was passed over, who may go next, and those of `about`. Null
-- when there is none. A function, because what it reads after the lock must be what whoever had the
-- lock before has committed: each of its statements looks anew, one plain statement would not.
-- NO KEY UPDATE, because new rows that merely refer to the GPU need not wait for a decision.
CREATE FUNCTION lock_gpu(gpu integer, whole boolean, about integer[], clock timestamptz)
RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  card record;
  at timestamptz;
  ids integer[];
BEGIN
  SELECT g.id, g.model, s.name || '-' || g.gpu_index AS gpu_name, g.max_hours, g.status, g.fault
    INTO card FROM gpu g JOIN server s ON s.id = g.server_id
    WHERE g.id = gpu FOR NO KEY UPDATE OF g;
  IF NOT FOUND THEN RETURN NULL; END IF;
  at := coalesce(clock, clock_timestamp());
  IF whole THEN
    ids := ARRAY(SELECT r.id FROM reservation r
      WHERE r.gpu_id = gpu AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE'));
  ELSE
    ids := ARRAY(
      SELECT r.id FROM reservation r WHERE r.gpu_id = gpu AND r.status IN ('NOTIFIED', 'ACTIVE')
      UNION ALL
      SELECT r.id FROM reservation r WHERE r.gpu_id = gpu AND r.status = 'WAITING' AND r.passed_over
      UNION ALL SELECT next_of_queue(gpu, at)
      UNION ALL SELECT unnest(about));
  END IF;
  RETURN json_build_object(
    'id', card.id, 'model', card.model, 'gpuName', card.gpu_name, 'maxHours', card.max_hours,
    'now', epoch_ms(at), 'state', json_build_object(
      'enabled', card.status, 'healthy', card.fault IS NULL, 'outages', outages_of(gpu),
      'reservations', (
        SELECT coalesce(json_agg(json_build_object(
          'id', r.id, 'userId', r.user_id, 'status', r.status, 'durationHours', r.duration,
          'autoStart', r.auto_start, 'priority', r.priority, 'eligible', r.eligible,
          'reservedAt', epoch_ms(r.reservation_time), 'notifiedAt', epoch_ms(r.notification_time),
          'startsAt', epoch_ms(r.start_time), 'endsAt', epoch_ms(r.end_time), 'turn', r.turn,
          'gaveWay', r.gave_way, 'passedOver', r.passed_over,
          'movedToFrontAt', epoch_ms(r.moved_to_front_at), 'reminded', r.reminded,
          'endCause', r.end_cause, 'endReason', r.end_reason)), '[]')
        FROM reservation_standing r
        WHERE r.id = ANY(ids) AND r.gpu_id = gpu
          AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE'))));
END $$;

-- The order in which mails leave (lib/notifications/due.ts).
DROP INDEX notification_due_idx;
CREATE INDEX notification_due_idx
  ON notification ((kind = 'calendar-updated'), next_attempt_at, id) WHERE status = 'PENDING';
