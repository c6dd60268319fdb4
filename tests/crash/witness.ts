/**
 * Triggers that note what changes beside reservations: in the transaction that changes it, under its
 * locks, and numbered together with the audit log, so that both are one story. The log itself tells
 * of maintenance and access only after what followed from them, and of faults not at all.
 */
import type pg from "pg";

const MAKE = `
  CREATE TABLE crash_witness (
    id   int NOT NULL DEFAULT nextval('audit_log_id_seq'),
    at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    told jsonb NOT NULL);

  CREATE FUNCTION crash_ms(instant timestamptz) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT round(extract(epoch FROM instant) * 1000)::float8 $$;

  CREATE FUNCTION crash_tell_gpu() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO crash_witness (told) VALUES (jsonb_build_object('what', 'gpu', 'gpu', NEW.id,
      'server', NEW.server_id, 'gives', NEW.status AND NEW.fault IS NULL));
    RETURN NULL;
  END $$;
  CREATE TRIGGER crash_witness AFTER INSERT OR UPDATE OF status, fault ON gpu
    FOR EACH ROW EXECUTE FUNCTION crash_tell_gpu();

  CREATE FUNCTION crash_tell_access() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE a user_gpu_access := coalesce(NEW, OLD); BEGIN
    INSERT INTO crash_witness (told) VALUES (jsonb_build_object('what', 'access', 'gpu', a.gpu_id,
      'user', a.user_id, 'enabled', TG_OP <> 'DELETE' AND a.status,
      'priority', CASE WHEN TG_OP <> 'DELETE' THEN a.priority END));
    RETURN NULL;
  END $$;
  CREATE TRIGGER crash_witness AFTER INSERT OR UPDATE OR DELETE ON user_gpu_access
    FOR EACH ROW EXECUTE FUNCTION crash_tell_access();

  CREATE FUNCTION crash_tell_maintenance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO crash_witness (told) VALUES (jsonb_build_object('what', 'maintenance',
      'maintenance', NEW.id, 'gpu', NEW.gpu_id, 'server', NEW.server_id,
      'from', crash_ms(NEW.begins_at), 'until', crash_ms(NEW.ends_at)));
    RETURN NULL;
  END $$;
  CREATE TRIGGER crash_witness AFTER INSERT OR UPDATE ON maintenance
    FOR EACH ROW EXECUTE FUNCTION crash_tell_maintenance();`;

/** Everything that was noted, as `Change`s. */
export const TOLD = `
  SELECT told || jsonb_build_object('id', id, 'at', crash_ms(at)) AS change
  FROM crash_witness ORDER BY id`;

/** Notes everything from now on; the database is still empty. */
export async function makeWitness(database: pg.Pool): Promise<void> {
  await database.query(MAKE);
}
