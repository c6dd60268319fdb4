-- An administrator moved it to the front of its queue; of several the latest goes first.
ALTER TABLE reservation ADD COLUMN moved_to_front_at timestamptz(3);

-- A GPU, or a whole server, is out from `begins_at` on: no turn reaches into it.
CREATE TABLE maintenance (
  id        serial PRIMARY KEY,
  gpu_id    integer REFERENCES gpu (id) ON DELETE CASCADE,
  server_id integer REFERENCES server (id) ON DELETE CASCADE,
  begins_at timestamptz(3) NOT NULL,
  -- Null: until an administrator brings it back.
  ends_at   timestamptz(3) CHECK (ends_at >= begins_at),
  reason    varchar(500) NOT NULL CHECK (reason <> ''),
  made_by   integer NOT NULL REFERENCES "user" (id) ON DELETE RESTRICT,
  made_at   timestamptz(3) NOT NULL,
  CONSTRAINT maintenance_is_of_gpu_or_server CHECK (num_nonnulls(gpu_id, server_id) = 1)
);
CREATE INDEX maintenance_gpu_id_idx ON maintenance (gpu_id);
CREATE INDEX maintenance_server_id_idx ON maintenance (server_id);

-- Nobody uses a GPU, or is offered it, while it is out. Of a use that goes on only what it gains is
-- looked at: its GPU may have come from another server since it began.
CREATE FUNCTION reservation_guard_maintenance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  taken tstzrange := CASE
    WHEN NEW.status = 'NOTIFIED'
      THEN tstzrange(NEW.notification_time, NEW.notification_time + NEW.duration * interval '1 hour')
    WHEN OLD.status = 'ACTIVE'
      THEN tstzrange(least(OLD.end_time, NEW.end_time), NEW.end_time)
    ELSE tstzrange(NEW.start_time, NEW.end_time)
  END;
BEGIN
  IF EXISTS (
    SELECT FROM gpu g JOIN maintenance m ON m.gpu_id = g.id OR m.server_id = g.server_id
    WHERE g.id = NEW.gpu_id AND tstzrange(m.begins_at, m.ends_at) && taken
  ) THEN
    RAISE EXCEPTION 'reservation %: it would reach into maintenance', NEW.id USING ERRCODE = 'GP003';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reservation_guard_maintenance
  AFTER INSERT OR UPDATE OF status, end_time ON reservation
  FOR EACH ROW WHEN (NEW.status IN ('NOTIFIED', 'ACTIVE'))
  EXECUTE FUNCTION reservation_guard_maintenance();

-- What somebody did, and who sees what since when.
CREATE INDEX audit_log_actor_id_idx ON audit_log (actor_id, id);
CREATE INDEX audit_log_access_idx ON audit_log (((details->>'userId')::int), id)
  WHERE subject_type = 'access';
-- The other way round: nothing is taken out from under somebody. Looked at when the transaction
-- ends, which plans the maintenance and ends or shortens what is in its way.
CREATE FUNCTION maintenance_guard_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM maintenance m
    JOIN gpu g ON g.id = m.gpu_id OR g.server_id = m.server_id
    JOIN reservation r ON r.gpu_id = g.id AND r.status IN ('NOTIFIED', 'ACTIVE')
    WHERE m.id = NEW.id
      AND tstzrange(m.begins_at, m.ends_at) && CASE r.status
        WHEN 'ACTIVE' THEN tstzrange(r.start_time, r.end_time)
        ELSE tstzrange(r.notification_time, r.notification_time + r.duration * interval '1 hour')
      END
  ) THEN
    RAISE EXCEPTION 'maintenance %: somebody holds a GPU of it', NEW.id USING ERRCODE = 'GP003';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER maintenance_guard_reservations
  AFTER INSERT OR UPDATE ON maintenance DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION maintenance_guard_reservations();

-- What approving an account offers to give.
CREATE TABLE default_access (
  gpu_id   integer PRIMARY KEY REFERENCES gpu (id) ON DELETE CASCADE,
  priority integer NOT NULL DEFAULT 1 CHECK (priority >= 0)
);

-- Kinds of mail that somebody does not want.
CREATE TABLE muted_mail (
  user_id integer NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  kind    varchar(40) NOT NULL,
  PRIMARY KEY (user_id, kind)
);

-- The calendar that a user reads elsewhere. Its address carries a signature of `id`, which is
-- stored nowhere; a new id revokes the old address.
CREATE TABLE calendar_feed (
  user_id integer PRIMARY KEY REFERENCES "user" (id) ON DELETE CASCADE,
  id      uuid NOT NULL DEFAULT gen_random_uuid(),
  made_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX calendar_feed_id_key ON calendar_feed (id);

-- What administrators say to everybody, on top of every page.
CREATE TABLE announcement (
  id      serial PRIMARY KEY,
  text_zh varchar(500) CHECK (text_zh <> ''),
  text_en varchar(500) CHECK (text_en <> ''),
  -- Null: until it is taken back.
  until   timestamptz(3),
  made_by integer NOT NULL REFERENCES "user" (id) ON DELETE RESTRICT,
  made_at timestamptz(3) NOT NULL,
  CONSTRAINT announcement_says_something CHECK (num_nonnulls(text_zh, text_en) > 0)
);

-- Open pages hear of what changes (lib/live): the id of the GPU, or '' for all that somebody sees.
CREATE FUNCTION tell_of_gpu() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gpusched_changes', coalesce(
    CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END
      ->> CASE TG_TABLE_NAME WHEN 'gpu' THEN 'id' ELSE 'gpu_id' END, ''));
  RETURN NULL;
END $$;
CREATE TRIGGER reservation_tell AFTER INSERT OR UPDATE ON reservation
  FOR EACH ROW EXECUTE FUNCTION tell_of_gpu();
CREATE TRIGGER gpu_tell AFTER INSERT OR UPDATE OR DELETE ON gpu
  FOR EACH ROW EXECUTE FUNCTION tell_of_gpu();
CREATE TRIGGER maintenance_tell AFTER INSERT OR UPDATE OR DELETE ON maintenance
  FOR EACH ROW EXECUTE FUNCTION tell_of_gpu();

CREATE FUNCTION tell_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gpusched_changes', '');
  RETURN NULL;
END $$;
CREATE TRIGGER user_gpu_access_tell AFTER INSERT OR UPDATE OR DELETE ON user_gpu_access
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_all();
CREATE TRIGGER announcement_tell AFTER INSERT OR UPDATE OR DELETE ON announcement
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_all();

-- Usage hours count a turn where it is given and where it expires (lib/usage).
CREATE INDEX reservation_turn_idx
  ON reservation (gpu_id, notification_time) WHERE notification_time IS NOT NULL;
CREATE INDEX reservation_expired_idx ON reservation (gpu_id, end_time) WHERE status = 'EXPIRED';
