import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gpusBeside, usersBeside } from "@/lib/access/queries";
import { accessFiltersSchema } from "@/lib/access/schema";
import { activeAccounts } from "@/lib/accounts/queries-active";
import { incidentsOf } from "@/lib/agents/queries";
import { identitiesOf } from "@/lib/agents/queries-identity";
import { listAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { sql } from "@/lib/db";
import { listGpus, listServers } from "@/lib/gpus/queries";
import { foretell, maintenanceOfGpu, maintenanceOfServer } from "@/lib/maintenance/queries";
import { listMails } from "@/lib/notifications/queries";
import { mailFiltersSchema } from "@/lib/notifications/schema";
import { visibleQueues } from "@/lib/reservations/queries";
import { listReservations } from "@/lib/reservations/queries-admin";
import { destinationsOf } from "@/lib/reservations/queries-moving";
import { reservationFiltersSchema } from "@/lib/reservations/schema-admin";
import { stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu } from "../../support/people";

stopTime();
afterEach(() => vi.restoreAllMocks());

/** So many more people, GPUs, accesses, reservations, mails and log entries. */
async function grow(count: number): Promise<void> {
  await sql(
    `WITH people AS (
       INSERT INTO "user" (username, name, email, phone, lab, password_hash, status)
       SELECT w, w, w || '@crowd.example', left(w, 16), 'Crowd Lab', '-', 'ACTIVE'
       FROM (SELECT substr(md5(random()::text), 1, 16) AS w FROM generate_series(1, $1)) words
       RETURNING id
     ), machine AS (
       INSERT INTO server (name) VALUES (md5(random()::text)) RETURNING id
     ), cards AS (
       INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
       SELECT machine.id, n, 'RTX 4090', '13.1', 'ssh' FROM machine, generate_series(1, $1) AS n
       RETURNING id
     ), seen AS (
       INSERT INTO user_gpu_access (user_id, gpu_id) SELECT p.id, c.id FROM people p, cards c
     ), waits AS (
       INSERT INTO reservation (user_id, gpu_id, duration, reservation_time)
       SELECT id, (SELECT min(id) FROM cards), 2, now() FROM people RETURNING id, user_id
     ), told AS (
       INSERT INTO notification
         (user_id, reservation_id, kind, payload, created_at, next_attempt_at)
       SELECT user_id, id, 'your-turn', '{}', now(), now() FROM waits
     )
     INSERT INTO audit_log (at, action, subject_type, subject_id)
     SELECT now(), 'reservation.reserved', 'reservation', id FROM waits`,
    [count],
  );
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const count = query.mock.calls.length;
  query.mockRestore();
  return count;
}

describe("the number of SQL statements of a list", () => {
  it("is the same at 5 rows and at 50", async () => {
    const viewer = await makeAdministrator();
    const gpu = await makeGpu();
    const plan = { from: null, until: null, reason: "fan" };
    const always = { from: null, before: null };
    const counts = async () => [
      await statementsOf(listGpus),
      await statementsOf(listServers),
      await statementsOf(() => usersBeside(gpu, accessFiltersSchema.parse({}))),
      await statementsOf(() => gpusBeside(viewer.id)),
      await statementsOf(() => listReservations(reservationFiltersSchema.parse({}), always)),
      await statementsOf(() => visibleQueues(viewer)),
      await statementsOf(() => listMails(mailFiltersSchema.parse({}))),
      await statementsOf(() => listAudit(auditFiltersSchema.parse({}))),
      await statementsOf(() => maintenanceOfGpu(gpu)),
      await statementsOf(() => maintenanceOfServer(1)),
      await statementsOf(() => foretell(viewer, { of: "gpu", id: gpu }, plan)),
      await statementsOf(() => destinationsOf(viewer, 1)),
      await statementsOf(activeAccounts),
      await statementsOf(() => identitiesOf(gpu)),
      await statementsOf(() => incidentsOf(gpu)),
    ];
    await grow(5);
    expect(await counts()).toEqual([1, 1, 2, 1, 2, 1, 2, 1, 1, 1, 2, 2, 1, 1, 1]);
    await grow(50);
    expect(await counts()).toEqual([1, 1, 2, 1, 2, 1, 2, 1, 1, 1, 2, 2, 1, 1, 1]);
  });
});
