import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gpusBeside, usersBeside } from "@/lib/access/queries";
import { gpusByDefault } from "@/lib/access/queries-default";
import { accessMatrix } from "@/lib/access/queries-matrix";
import { accessFiltersSchema, matrixFiltersSchema } from "@/lib/access/schema";
import { activeAccounts } from "@/lib/accounts/queries-active";
import { exportAccounts } from "@/lib/accounts/queries-list";
import { selectedAccounts } from "@/lib/accounts/queries-selected";
import { heldSince } from "@/lib/accounts/queries-usage";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { incidentsOf } from "@/lib/agents/queries";
import { identitiesOf } from "@/lib/agents/queries-identity";
import { currentAnnouncement } from "@/lib/announcements/queries";
import { exportAudit, listAudit } from "@/lib/audit/queries";
import { newestOf } from "@/lib/audit/queries-account";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { listGpus, listServers } from "@/lib/gpus/queries";
import { foretell, maintenanceOfGpu, maintenanceOfServer } from "@/lib/maintenance/queries";
import { listMails, mutedKinds } from "@/lib/notifications/queries";
import { mailFiltersSchema } from "@/lib/notifications/schema";
import { ALWAYS } from "@/lib/period";
import { visibleQueues } from "@/lib/reservations/queries";
import { listReservations } from "@/lib/reservations/queries-admin";
import { destinationsOf } from "@/lib/reservations/queries-moving";
import { reservationFiltersSchema } from "@/lib/reservations/schema-admin";
import { crowd } from "../../support/crowd";
import { stopTime } from "../../support/engine";
import { makeAdministrator, makeGpu } from "../../support/people";

stopTime();
afterEach(() => vi.restoreAllMocks());

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const count = query.mock.calls.length;
  query.mockRestore();
  return count;
}

describe("the number of SQL statements of a list", () => {
  it("is the same at 5 rows and at 500", async () => {
    const viewer = await makeAdministrator();
    const gpu = await makeGpu();
    const plan = { from: null, until: null, reason: "fan" };
    const always = { from: null, before: null };
    const counts = async () => [
      await statementsOf(listGpus),
      await statementsOf(listServers),
      await statementsOf(() => usersBeside(gpu, accessFiltersSchema.parse({}))),
      await statementsOf(() => gpusBeside(viewer.id)),
      await statementsOf(() => accessMatrix(matrixFiltersSchema.parse({}))),
      await statementsOf(gpusByDefault),
      await statementsOf(() => selectedAccounts([viewer.id])),
      await statementsOf(() => exportAccounts(accountFiltersSchema.parse({}))),
      await statementsOf(() => newestOf(viewer.id)),
      await statementsOf(() => heldSince(viewer.id, 30)),
      await statementsOf(() => listReservations(reservationFiltersSchema.parse({}), always)),
      await statementsOf(() => visibleQueues(viewer)),
      await statementsOf(() => listMails(mailFiltersSchema.parse({}), ALWAYS)),
      await statementsOf(() => listAudit(auditFiltersSchema.parse({}), ALWAYS)),
      await statementsOf(() => exportAudit(auditFiltersSchema.parse({}), ALWAYS)),
      await statementsOf(currentAnnouncement),
      await statementsOf(() => mutedKinds(viewer.id)),
      await statementsOf(() => maintenanceOfGpu(gpu)),
      await statementsOf(() => maintenanceOfServer(1)),
      await statementsOf(() => foretell(viewer, { of: "gpu", id: gpu }, plan)),
      await statementsOf(() => destinationsOf(viewer, 1)),
      await statementsOf(activeAccounts),
      await statementsOf(() => identitiesOf(gpu)),
      await statementsOf(() => incidentsOf(gpu)),
    ];
    await crowd(5);
    const few = await counts();
    expect(few).toEqual([1, 1, 2, 1, 4, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 3, 3, 1, 1, 1]);
    await crowd(500);
    expect(await counts()).toEqual(few);
  });
});
