-- A row that refers to another holds its key still (FOR KEY SHARE), and for PostgreSQL every plain
-- unique index is a key that somebody might refer to: whoever changed a phone number or a server's
-- name waited for every reservation, mail and log entry that was just being written, and they for
-- it. No foreign key can refer to an index with a condition or an expression; the ids stay the only
-- keys. The conditions always hold, and whoever looks a value up implies them.

DROP INDEX user_phone_key;
CREATE UNIQUE INDEX user_phone_key ON "user" (phone) WHERE phone IS NOT NULL;

DROP INDEX gpu_server_id_gpu_index_key;
CREATE UNIQUE INDEX gpu_server_id_gpu_index_key ON gpu (server_id, gpu_index)
  WHERE server_id IS NOT NULL;

DROP INDEX gpu_uuid_key;
CREATE UNIQUE INDEX gpu_uuid_key ON gpu (uuid) WHERE uuid IS NOT NULL;

-- Names that differ in case alone are one name for everybody who types it; two at one moment could
-- both pass the look that said so. The later of them says which it is.
UPDATE server s SET name = left(s.name, 68) || ' #' || s.id
  WHERE EXISTS (SELECT FROM server o WHERE lower(o.name) = lower(s.name) AND o.id < s.id);
DROP INDEX server_name_key;
CREATE UNIQUE INDEX server_name_key ON server (lower(name));
