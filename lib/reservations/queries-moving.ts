/** Where a waiting reservation could go, and what it would find there. */
import { sql } from "@/lib/db";
import { longestReservationHours } from "@/lib/domain/limits";
import { type Outlook, outlookOf } from "@/lib/domain/outlook";
import type { Viewer } from "@/lib/domain/permissions";
import { reassign, type Standing } from "@/lib/domain/reassign";
import type { AccountStatus } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { visibleQueues } from "./queries";
import type { VisibleGpu } from "./views";

type Row = {
  gpu_id: number;
  priority: number;
  enabled: boolean;
  max_hours: number;
  time_multiplier: number;
  status: AccountStatus;
};

const STANDINGS = `
  SELECT a.gpu_id, a.priority, a.status AS enabled, g.max_hours, u.time_multiplier, u.status
  FROM reservation r
  JOIN "user" u ON u.id = r.user_id
  JOIN user_gpu_access a ON a.user_id = u.id
  JOIN gpu g ON g.id = a.gpu_id
  WHERE r.id = $1`;

const toStanding = ({ priority, enabled, ...row }: Row): Standing => ({
  access: { priority, enabled },
  isActive: row.status === "ACTIVE",
  longestHours: longestReservationHours(row.max_hours, row.time_multiplier),
});

/** A GPU to which a reservation can be moved, and what it may expect there. */
export type Destination = { readonly gpu: VisibleGpu; readonly expectation: Outlook };

/** The GPUs to which a reservation can be moved: none for one that does not wait. */
export async function destinationsOf(viewer: Viewer, id: number): Promise<Destination[]> {
  const [queues, rows] = await Promise.all([visibleQueues(viewer), sql<Row>(STANDINGS, [id])]);
  const standings = new Map(rows.map((row) => [row.gpu_id, toStanding(row)]));
  const from = queues.find(({ state }) => state.reservations.some((known) => known.id === id));
  if (!from) return [];
  return queues.flatMap((queue): Destination[] => {
    const standing = standings.get(queue.gpu.id);
    if (!standing || queue === from) return [];
    const verdict = reassign(from.state, queue.state, id, standing);
    const expectation =
      verdict.ok && outlookOf(verdict.to, policy(), queue.now, queue.past).get(id);
    return expectation ? [{ gpu: queue.gpu, expectation }] : [];
  });
}
