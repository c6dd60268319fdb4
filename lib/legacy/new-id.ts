import type { Known } from "./known";
import type { Reading } from "./reading";
import type { OldRow } from "./words";

/** What an old id is here; null, and said why, when it is nothing. */
export function newIdOf(
  known: Known,
  reading: Reading,
  row: OldRow,
  column: "user_id" | "gpu_id",
): number | null {
  const thing = column === "user_id" ? "user" : "gpu";
  const key = row[column] ?? null;
  if (key === null) {
    reading.wrong(`${column} is NULL`);
    return null;
  }
  const id = known.get(key)?.id;
  if (typeof id === "number") return id;
  reading.wrong(
    id === null ? `its ${thing} was deleted here` : `its ${thing} does not exist or was not taken`,
    `${thing} ${key}`,
  );
  return null;
}
