/** Words for examples about the table of accesses. */
import { stampOf } from "@/lib/access/views";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { actions, type Fields, send } from "../admin/request";

/** A priority, with "off" for a disabled access; null where the GPU is not visible. */
type Short = number | `${number} off` | null;

const access = (short: Short) =>
  short === null
    ? null
    : { priority: Number.parseInt(String(short), 10), enabled: !String(short).endsWith("off") };

/** The fields of a row: how it was seen, and how it shall be. */
export function row(id: number, seen: Short, wanted: Short): Fields {
  const { priority = 1, enabled = true } = access(wanted) ?? {};
  return {
    [`row.${id}.seen`]: stampOf(access(seen)),
    [`row.${id}.priority`]: priority,
    ...(wanted === null ? {} : { [`row.${id}.visible`]: "on" }),
    ...(enabled ? { [`row.${id}.enabled`]: "on" } : {}),
  };
}

/** Sends the table of a GPU. */
export const saveGpu = (who: Actor | null, gpu: number, ...rows: Fields[]) =>
  send(who, actions.saveAccessTable, Object.assign({ of: "gpu", id: gpu }, ...rows));

/** Sends the table of a user. */
export const saveUser = (who: Actor | null, { id }: Actor, ...rows: Fields[]) =>
  send(who, actions.saveAccessTable, Object.assign({ of: "user", id }, ...rows));

/** Reservations that wait may be cancelled. */
export const MAY_CANCEL: Fields = { mayCancel: "on" };

/** How somebody sees a GPU, as the database has it. */
export async function accessOf({ id }: Actor, gpu: number): Promise<Short> {
  const [found] = await sql(
    "SELECT priority, status FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2",
    [id, gpu],
  );
  if (!found) return null;
  return found.status ? found.priority : `${found.priority} off`;
}

/** What a saved table answers. */
export const SAVED = { ok: true, message: "Saved." };
