-- What `npm run import:legacy` has brought over from the original's database, so that it adds only
-- what is new when it runs again. No references: what was deleted here since does not come back.
CREATE TABLE legacy_row (
  old_table varchar(20) NOT NULL CHECK (old_table IN ('user', 'gpu', 'user_gpu_access', 'reservation')),
  -- Its id there; of an access both of its ids, "17/3".
  old_key   varchar(60) NOT NULL,
  -- Its id here; an access has none.
  new_id    integer,
  -- What it was called there, by which another database is told from this one.
  label     varchar(100),
  PRIMARY KEY (old_table, old_key),
  CONSTRAINT legacy_row_has_new_id CHECK ((old_table = 'user_gpu_access') = (new_id IS NULL))
);

-- Up to which row of gpu_stats the samples of a card are here.
CREATE TABLE legacy_statistics (
  gpu_index integer PRIMARY KEY,
  last_id   bigint NOT NULL
);
