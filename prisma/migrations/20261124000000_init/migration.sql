-- The whole schema. What must never happen is refused here, whatever the code above does.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TYPE account_status AS ENUM ('PENDING', 'ACTIVE', 'DISABLED');
CREATE TYPE reservation_status AS ENUM
  ('WAITING', 'NOTIFIED', 'ACTIVE', 'COMPLETED', 'EXPIRED', 'CANCELLED');
CREATE TYPE notification_status AS ENUM ('PENDING', 'SENT', 'FAILED');

CREATE TABLE "user" (
  id                serial PRIMARY KEY,
  username          varchar(80)  NOT NULL CHECK (username <> ''),
  name              varchar(100) NOT NULL CHECK (name <> ''),
  email             varchar(100) NOT NULL CHECK (email <> ''),
  phone             varchar(16)  NOT NULL CHECK (phone <> ''),
  lab               varchar(80)  NOT NULL CHECK (lab <> ''),
  status            account_status NOT NULL DEFAULT 'PENDING',
  time_multiplier   double precision NOT NULL DEFAULT 1
                    CHECK (time_multiplier > 0 AND time_multiplier <= 10),
  is_admin          boolean NOT NULL DEFAULT false,
  password_hash     varchar(255) NOT NULL,
  locale            varchar(5) NOT NULL DEFAULT 'zh-TW' CHECK (locale IN ('zh-TW', 'en')),
  email_verified_at timestamptz(3),
  session_version   integer NOT NULL DEFAULT 0,
  created_at        timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX user_username_key ON "user" (lower(username));
CREATE UNIQUE INDEX user_email_key ON "user" (lower(email));
CREATE UNIQUE INDEX user_phone_key ON "user" (phone);
CREATE INDEX user_status_idx ON "user" (status) WHERE status <> 'ACTIVE';

CREATE TABLE server (
  id         serial PRIMARY KEY,
  name       varchar(80) NOT NULL CHECK (name <> ''),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX server_name_key ON server (name);

CREATE TABLE gpu (
  id              serial PRIMARY KEY,
  server_id       integer NOT NULL REFERENCES server (id) ON DELETE RESTRICT,
  gpu_index       integer NOT NULL CHECK (gpu_index >= 0),
  model           varchar(80) NOT NULL CHECK (model <> ''),
  cuda_version    varchar(80) NOT NULL CHECK (cuda_version <> ''),
  max_hours       integer NOT NULL DEFAULT 48 CHECK (max_hours BETWEEN 1 AND 8760),
  connection_info varchar(255) NOT NULL CHECK (connection_info <> ''),
  status          boolean NOT NULL DEFAULT true,
  fault           varchar(255),
  created_at      timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX gpu_server_id_gpu_index_key ON gpu (server_id, gpu_index);

CREATE TABLE user_gpu_access (
  user_id  integer NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  gpu_id   integer NOT NULL REFERENCES gpu (id) ON DELETE CASCADE,
  priority integer NOT NULL DEFAULT 1 CHECK (priority >= 0),
  status   boolean NOT NULL DEFAULT true,
  PRIMARY KEY (user_id, gpu_id)
);
CREATE INDEX user_gpu_access_gpu_id_idx ON user_gpu_access (gpu_id);

CREATE TABLE reservation (
  id                serial PRIMARY KEY,
  user_id           integer NOT NULL REFERENCES "user" (id) ON DELETE RESTRICT,
  gpu_id            integer NOT NULL REFERENCES gpu (id) ON DELETE RESTRICT,
  duration          integer NOT NULL CHECK (duration >= 1),
  auto_start        boolean NOT NULL DEFAULT false,
  status            reservation_status NOT NULL DEFAULT 'WAITING',
  reservation_time  timestamptz(3) NOT NULL,
  notification_time timestamptz(3),
  start_time        timestamptz(3),
  end_time          timestamptz(3),
  turn              integer NOT NULL DEFAULT 0 CHECK (turn >= 0),
  gave_way          boolean NOT NULL DEFAULT false,
  passed_over       boolean NOT NULL DEFAULT false,
  end_cause         varchar(40),
  end_reason        varchar(500),
  ended_by          integer REFERENCES "user" (id) ON DELETE RESTRICT,

  CONSTRAINT reservation_times_fit_status CHECK (CASE status
    WHEN 'WAITING'   THEN num_nonnulls(notification_time, start_time, end_time) = 0
    WHEN 'NOTIFIED'  THEN notification_time IS NOT NULL AND num_nonnulls(start_time, end_time) = 0
    WHEN 'ACTIVE'    THEN num_nulls(notification_time, start_time, end_time) = 0 AND end_time > start_time
    WHEN 'COMPLETED' THEN num_nulls(notification_time, start_time, end_time) = 0 AND end_time >= start_time
    WHEN 'EXPIRED'   THEN num_nulls(notification_time, end_time) = 0 AND start_time IS NULL
    WHEN 'CANCELLED' THEN end_time IS NOT NULL AND start_time IS NULL
  END),
  CONSTRAINT reservation_ending_has_cause
    CHECK ((status IN ('COMPLETED', 'EXPIRED', 'CANCELLED')) = (end_cause IS NOT NULL)),
  -- A GPU is never used by two people at one instant, in the past either.
  CONSTRAINT reservation_use_never_overlaps
    EXCLUDE USING gist (gpu_id WITH =, tstzrange(start_time, end_time, '[)') WITH &&)
    WHERE (start_time IS NOT NULL)
);
CREATE UNIQUE INDEX reservation_one_holder_per_gpu
  ON reservation (gpu_id) WHERE status IN ('NOTIFIED', 'ACTIVE');
CREATE UNIQUE INDEX reservation_one_live_per_user_and_gpu
  ON reservation (user_id, gpu_id) WHERE status IN ('WAITING', 'NOTIFIED', 'ACTIVE');
CREATE INDEX reservation_waiting_idx
  ON reservation (gpu_id, reservation_time, id) WHERE status = 'WAITING';
CREATE INDEX reservation_user_id_reservation_time_idx ON reservation (user_id, reservation_time);
CREATE INDEX reservation_gpu_id_reservation_time_idx ON reservation (gpu_id, reservation_time);

-- The life cycle, drawn in README and kept in lib/domain/reservation.ts.
CREATE FUNCTION reservation_guard_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'reservation %: history is never deleted', OLD.id USING ERRCODE = 'GP001';
  END IF;
  IF OLD.status IN ('COMPLETED', 'EXPIRED', 'CANCELLED') THEN
    RAISE EXCEPTION 'reservation %: % is final', OLD.id, OLD.status USING ERRCODE = 'GP001';
  END IF;
  IF NEW.status <> OLD.status AND NOT (CASE OLD.status
    WHEN 'WAITING'  THEN NEW.status IN ('NOTIFIED', 'ACTIVE', 'CANCELLED')
    WHEN 'NOTIFIED' THEN NEW.status IN ('WAITING', 'ACTIVE', 'EXPIRED', 'CANCELLED')
    WHEN 'ACTIVE'   THEN NEW.status = 'COMPLETED'
  END) THEN
    RAISE EXCEPTION 'reservation %: % cannot become %', OLD.id, OLD.status, NEW.status
      USING ERRCODE = 'GP001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reservation_guard_transition BEFORE UPDATE OR DELETE ON reservation
  FOR EACH ROW EXECUTE FUNCTION reservation_guard_transition();

CREATE TABLE notification (
  id              serial PRIMARY KEY,
  user_id         integer NOT NULL REFERENCES "user" (id) ON DELETE RESTRICT,
  reservation_id  integer REFERENCES reservation (id) ON DELETE RESTRICT,
  kind            varchar(40) NOT NULL,
  turn            integer NOT NULL DEFAULT 0,
  mark            varchar(60) NOT NULL DEFAULT '',
  payload         jsonb NOT NULL,
  message_id      uuid NOT NULL DEFAULT gen_random_uuid(),
  status          notification_status NOT NULL DEFAULT 'PENDING',
  attempts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz(3) NOT NULL,
  next_attempt_at timestamptz(3) NOT NULL,
  sent_at         timestamptz(3),
  sent_to         varchar(100),
  last_error      varchar(500),
  requeued_at     timestamptz(3),
  CONSTRAINT notification_sent_has_time CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
);
-- One mail for one event: a turn is never announced twice.
CREATE UNIQUE INDEX notification_reservation_id_kind_turn_mark_key
  ON notification (reservation_id, kind, turn, mark);
CREATE INDEX notification_due_idx ON notification (next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX notification_created_at_idx ON notification (created_at);
CREATE INDEX notification_user_id_idx ON notification (user_id);

CREATE TABLE link (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id    integer NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  purpose    varchar(20) NOT NULL CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD')),
  email      varchar(100) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3)
);
CREATE INDEX link_user_id_idx ON link (user_id);

CREATE TABLE throttle (
  bucket         varchar(200) PRIMARY KEY,
  failures       integer NOT NULL,
  window_ends_at timestamptz(3) NOT NULL
);
CREATE INDEX throttle_window_ends_at_idx ON throttle (window_ends_at);

CREATE TABLE audit_log (
  id           serial PRIMARY KEY,
  at           timestamptz(3) NOT NULL,
  actor_id     integer REFERENCES "user" (id) ON DELETE RESTRICT,
  action       varchar(60) NOT NULL,
  subject_type varchar(30) NOT NULL,
  subject_id   integer,
  details      jsonb NOT NULL DEFAULT '{}',
  address      varchar(60)
);
CREATE INDEX audit_log_at_idx ON audit_log (at);
CREATE INDEX audit_log_subject_type_subject_id_idx ON audit_log (subject_type, subject_id);

CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'GP002';
END $$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

CREATE TABLE portal_fact (
  key   varchar(40) PRIMARY KEY,
  value jsonb NOT NULL
);
