/** Maintenance as administrators plan it; what users see of it comes with their queues. */
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { type Affected, effectsOf, withOutages } from "@/lib/domain/maintenance";
import { type Plan, planned } from "@/lib/domain/maintenance-plan";
import type { Viewer } from "@/lib/domain/permissions";
import { settleHolder } from "@/lib/domain/settle";
import type { Instant, Outage } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { visibleQueues } from "@/lib/reservations/queries";
import type { Person, Queue, VisibleGpu } from "@/lib/reservations/views";
import type { Subject } from "./schema";
import type { MaintenanceEntry, MaintenanceState } from "./views";

type Row = {
  id: number;
  gpu_id: number | null;
  server_id: number | null;
  name: string;
  begins_at: Date;
  ends_at: Date | null;
  reason: string;
  made_by: string;
  now: Date;
};

const ENTRIES = `
  SELECT m.id, m.gpu_id, m.server_id, s.name || coalesce('-' || g.gpu_index, '') AS name,
         m.begins_at, m.ends_at, m.reason, u.name AS made_by, clock_timestamp() AS now
  FROM maintenance m
  JOIN "user" u ON u.id = m.made_by
  LEFT JOIN gpu g ON g.id = m.gpu_id
  JOIN server s ON s.id = coalesce(m.server_id, g.server_id)`;

const MOST = 20;
const NEWEST = `ORDER BY m.ends_at IS NULL DESC, m.begins_at DESC, m.id DESC LIMIT ${MOST}`;

function stateOf(from: Instant, until: Instant | null, now: Instant): MaintenanceState {
  if (until === from) return "called-off";
  if (until !== null && until <= now) return "past";
  return from > now ? "ahead" : "now";
}

function toEntry(row: Row): MaintenanceEntry {
  const from = row.begins_at.getTime();
  const until = row.ends_at?.getTime() ?? null;
  return {
    id: row.id,
    subject:
      row.gpu_id === null
        ? { of: "server", id: row.server_id ?? 0 }
        : { of: "gpu", id: row.gpu_id },
    name: row.name,
    from,
    until,
    reason: row.reason,
    state: stateOf(from, until, decisionTime(row.now).getTime()),
    madeBy: row.made_by,
  };
}

/** One maintenance, or null. */
export async function findMaintenance(id: number): Promise<MaintenanceEntry | null> {
  const [row] = await sql<Row>(`${ENTRIES} WHERE m.id = $1`, [id]);
  return row ? toEntry(row) : null;
}

/** Maintenance of a GPU, with that of its whole server; the newest first. */
export async function maintenanceOfGpu(gpuId: number): Promise<MaintenanceEntry[]> {
  const rows = await sql<Row>(
    `${ENTRIES} WHERE m.gpu_id = $1 OR m.server_id = (SELECT server_id FROM gpu WHERE id = $1)
     ${NEWEST}`,
    [gpuId],
  );
  return rows.map(toEntry);
}

/** Maintenance of a server and of its GPUs; the newest first. */
export async function maintenanceOfServer(serverId: number): Promise<MaintenanceEntry[]> {
  const rows = await sql<Row>(
    `${ENTRIES} WHERE coalesce(m.server_id, g.server_id) = $1 ${NEWEST}`,
    [serverId],
  );
  return rows.map(toEntry);
}

/** What a plan would mean for somebody with a reservation. */
export type Foretold = Affected & { readonly person: Person };
export type ForetoldGpu = { readonly gpu: VisibleGpu; readonly affected: readonly Foretold[] };

const isSame = (a: Outage, b: Outage) =>
  a.from === b.from && a.until === b.until && a.reason === b.reason;

function foretellOn(queue: Queue, outage: Outage, instead: Outage | null): ForetoldGpu {
  const { gpu, state, people, now } = queue;
  const freed = settleHolder(state, policy(), now).state;
  const others = freed.outages.filter((known) => !instead || !isSame(known, instead));
  const decision = withOutages(freed, [...others, outage], policy(), now);
  const affected = effectsOf(freed, decision).flatMap((each): Foretold[] => {
    const person = people.get(each.before.userId);
    return person ? [{ ...each, person }] : [];
  });
  return { gpu, affected };
}

/**
 * What would happen to whom if a plan were carried out now, by GPU; nothing is written. The same
 * core decides as when it is.
 * @param instead the maintenance that the plan changes
 */
export async function foretell(
  viewer: Viewer,
  { of, id }: Subject,
  { reason, ...plan }: Plan & { readonly reason: string },
  instead: Outage | null = null,
): Promise<ForetoldGpu[]> {
  const [queues, rows] = await Promise.all([
    visibleQueues(viewer),
    sql<{ id: number }>(`SELECT id FROM gpu WHERE ${of === "gpu" ? "id" : "server_id"} = $1`, [id]),
  ]);
  const ids = new Set(rows.map((row) => row.id));
  return queues
    .filter(({ gpu }) => ids.has(gpu.id))
    .flatMap((queue) => {
      const times = planned(plan, queue.now);
      if ("code" in times) return [];
      const from = instead && instead.from <= queue.now ? instead.from : times.from;
      return [foretellOn(queue, { ...times, from, reason }, instead)];
    });
}
