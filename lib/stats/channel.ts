/** What PostgreSQL notifies when new readings are stored. */
export const READINGS_CHANNEL = "gpusched_readings";
