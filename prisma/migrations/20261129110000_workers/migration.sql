-- Who works: one row for each worker, written anew after every round of its sweep. No index but the
-- key, and room on the page, so that a beat is one small update in place (HOT).
CREATE TABLE worker (
  id              uuid PRIMARY KEY,
  started_at      timestamptz(3) NOT NULL,
  beat_at         timestamptz(3) NOT NULL,
  -- Since when the mail server takes no mail at all from it.
  mail_away_since timestamptz(3)
) WITH (fillfactor = 20);

-- What was counted for good, by what and of which kind: only ever more.
CREATE TABLE metric_total (
  name  varchar(40) NOT NULL,
  label varchar(40) NOT NULL,
  value double precision NOT NULL CHECK (value >= 0),
  PRIMARY KEY (name, label)
) WITH (fillfactor = 20);

-- Up to when the audit log is in metric_total; one row.
CREATE TABLE metric_counted (
  id        integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  log_until timestamptz(3) NOT NULL
);
INSERT INTO metric_counted (log_until) VALUES (now());

-- The mails that were given up are few; whoever counts them looks at no other.
CREATE INDEX notification_failed_idx ON notification (created_at) WHERE status = 'FAILED';
