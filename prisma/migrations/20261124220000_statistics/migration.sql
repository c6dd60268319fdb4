-- Statistics from nvidia-smi: agents on the servers, what they report, and what is made of it.

ALTER TABLE gpu
  ADD COLUMN uuid varchar(60) CHECK (uuid <> ''),
  ADD COLUMN pci_bus_id varchar(20) CHECK (pci_bus_id <> ''),
  ADD COLUMN temperature_limit smallint NOT NULL DEFAULT 90
             CHECK (temperature_limit BETWEEN 30 AND 150);
-- A card is one GPU, wherever it is plugged in.
CREATE UNIQUE INDEX gpu_uuid_key ON gpu (uuid);

CREATE TABLE agent (
  server_id     integer PRIMARY KEY REFERENCES server (id) ON DELETE CASCADE,
  token_hash    bytea,
  token_made_at timestamptz(3),
  heard_at      timestamptz(3),
  sampled_at    timestamptz(3),
  newest_at     timestamptz(3),
  message       varchar(500),
  cuda_version  varchar(80),
  CONSTRAINT agent_token_has_time CHECK ((token_hash IS NULL) = (token_made_at IS NULL))
);
CREATE UNIQUE INDEX agent_token_hash_key ON agent (token_hash);

CREATE TABLE report_problem (
  server_id integer NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  digest    bytea NOT NULL,
  kind      varchar(20) NOT NULL CHECK (kind IN
            ('unreadable', 'wrong-time', 'other-server', 'no-card', 'too-many-cards', 'dropped')),
  lines     integer NOT NULL CHECK (lines > 0),
  example   varchar(300) NOT NULL,
  at        timestamptz(3) NOT NULL,
  PRIMARY KEY (server_id, digest, kind)
);
CREATE INDEX report_problem_at_idx ON report_problem (at);

CREATE TABLE found_gpu (
  server_id      integer NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  key            varchar(60) NOT NULL,
  gpu_index      integer,
  uuid           varchar(60),
  pci_bus_id     varchar(20),
  name           varchar(255),
  driver_version varchar(60),
  memory_total   real,
  first_seen_at  timestamptz(3) NOT NULL,
  last_seen_at   timestamptz(3) NOT NULL,
  PRIMARY KEY (server_id, key)
);

CREATE TABLE gpu_identity (
  gpu_id            integer NOT NULL REFERENCES gpu (id) ON DELETE CASCADE,
  since             timestamptz(3) NOT NULL,
  gpu_index         integer,
  uuid              varchar(60),
  name              varchar(255),
  pci_bus_id        varchar(20),
  driver_version    varchar(60),
  pcie_link_gen_max smallint,
  memory_total      real,
  PRIMARY KEY (gpu_id, since)
);

CREATE TABLE gpu_reading (
  gpu_id                integer PRIMARY KEY REFERENCES gpu (id) ON DELETE CASCADE,
  at                    timestamptz(3) NOT NULL,
  temperature_gpu       smallint,
  utilization_gpu       smallint,
  utilization_memory    smallint,
  memory_free           integer,
  memory_used           integer,
  fault                 varchar(60),
  processes             jsonb,
  processes_at          timestamptz(3)
) WITH (fillfactor = 50);

-- Kept small, since there are millions of these: what does not change from sample to sample stands
-- in gpu_identity. No reference to gpu, which would be looked up for every row; the trigger below
-- takes the samples of a deleted GPU away.
CREATE TABLE gpu_sample (
  at                    timestamptz(3) NOT NULL,
  gpu_id                integer NOT NULL,
  memory_free           integer,
  memory_used           integer,
  temperature_gpu       smallint,
  utilization_gpu       smallint,
  utilization_memory    smallint,
  pstate                smallint,
  pcie_link_gen_current smallint,
  PRIMARY KEY (gpu_id, at)
) PARTITION BY RANGE (at);

-- Sums rather than means: they can be added to, and to each other. Beside them what charts read,
-- tens of thousands at once, which to reckon and to write as text would cost more than all the rest:
-- gpu_id and the minute since 1970, then the means of temperature, load and memory load in tenths
-- and of memory used; -1 where nothing was told (lib/stats/points.ts).
CREATE TABLE gpu_rollup (
  start                  timestamptz(3) NOT NULL,
  memory_used_sum        bigint NOT NULL,
  gpu_id                 integer NOT NULL REFERENCES gpu (id) ON DELETE CASCADE,
  point                  bytea NOT NULL GENERATED ALWAYS AS (
    int4send(gpu_id) ||
    int4send(extract(epoch FROM start - timestamptz '1970-01-01 00:00+00')::integer / 60) ||
    int2send(least(coalesce((10 * temperature_gpu_sum + temperature_gpu_n / 2)
      / nullif(temperature_gpu_n, 0), -1), 32767)::smallint) ||
    int2send(least(coalesce((10 * utilization_gpu_sum + utilization_gpu_n / 2)
      / nullif(utilization_gpu_n, 0), -1), 32767)::smallint) ||
    int2send(least(coalesce((10 * utilization_memory_sum + utilization_memory_n / 2)
      / nullif(utilization_memory_n, 0), -1), 32767)::smallint) ||
    int4send(coalesce((memory_used_sum + memory_used_n / 2)
      / nullif(memory_used_n, 0), -1)::integer)
  ) STORED,
  samples                integer NOT NULL,
  busy                   integer NOT NULL,
  temperature_gpu_n      integer NOT NULL,
  temperature_gpu_sum    integer NOT NULL,
  utilization_gpu_n      integer NOT NULL,
  utilization_gpu_sum    integer NOT NULL,
  utilization_memory_n   integer NOT NULL,
  utilization_memory_sum integer NOT NULL,
  memory_used_n          integer NOT NULL,
  PRIMARY KEY (gpu_id, start)
) WITH (fillfactor = 80);

-- The points of whole past days (UTC) once more, in base64: a row for each day of a GPU is found and
-- sent in half the time. Any of them may be missing (lib/stats/days.ts). No reference to gpu, whose
-- rows would be locked while all reports wait; the trigger below takes those of a deleted GPU away.
CREATE TABLE gpu_day (
  gpu_id integer NOT NULL,
  day    timestamptz(3) NOT NULL,
  points text NOT NULL,
  PRIMARY KEY (gpu_id, day)
);

CREATE FUNCTION gpu_delete_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM gpu_sample WHERE gpu_id = OLD.id;
  DELETE FROM gpu_day WHERE gpu_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER gpu_delete_samples AFTER DELETE ON gpu
  FOR EACH ROW EXECUTE FUNCTION gpu_delete_samples();

CREATE TABLE incident (
  id        serial PRIMARY KEY,
  kind      varchar(20) NOT NULL CHECK (kind IN ('fault', 'vanished', 'hot', 'silent')),
  server_id integer NOT NULL REFERENCES server (id) ON DELETE CASCADE,
  gpu_id    integer REFERENCES gpu (id) ON DELETE CASCADE,
  began_at  timestamptz(3) NOT NULL,
  ended_at  timestamptz(3) CHECK (ended_at >= began_at),
  detail    varchar(255) NOT NULL DEFAULT '',
  CONSTRAINT incident_is_about_gpu_or_server CHECK ((kind = 'silent') = (gpu_id IS NULL))
);
-- What is wrong is told once, however many look.
CREATE UNIQUE INDEX incident_one_open_per_kind
  ON incident (server_id, coalesce(gpu_id, 0), kind) WHERE ended_at IS NULL;
CREATE INDEX incident_gpu_id_began_at_idx ON incident (gpu_id, began_at);
CREATE INDEX incident_server_id_began_at_idx ON incident (server_id, began_at);

-- The original's table, for those who ask in SQL; `timestamp` is in UTC like all times here.
CREATE VIEW gpu_stats AS
SELECT round(extract(epoch FROM s.at) * 1000)::bigint * 100000 + s.gpu_id AS id,
       i.gpu_index, s.at AS "timestamp", i.name, i.pci_bus_id, i.driver_version,
       'P' || s.pstate AS pstate, i.pcie_link_gen_max, s.pcie_link_gen_current,
       s.temperature_gpu::double precision, s.utilization_gpu::double precision,
       s.utilization_memory::double precision, i.memory_total::double precision,
       s.memory_free::double precision, s.memory_used::double precision, s.gpu_id, g.server_id
FROM gpu_sample s
JOIN gpu g ON g.id = s.gpu_id
LEFT JOIN LATERAL (
  SELECT * FROM gpu_identity known WHERE known.gpu_id = s.gpu_id AND known.since <= s.at
  ORDER BY known.since DESC LIMIT 1
) i ON true;
