import { afterAll, expect, it, vi } from "vitest";
import { disconnect, transaction } from "@/lib/db";
import { actions, refused, send } from "../features/admin/request";
import { makeAdministrator } from "../support/people";

// One connection, and two seconds of patience.
vi.mock("pg", async (actual) => {
  const pg = (await actual<{ default: typeof import("pg") }>()).default;
  class Impatient extends pg.Pool {
    constructor(options: ConstructorParameters<typeof pg.Pool>[0]) {
      super({ ...options, max: 1, connectionTimeoutMillis: 2_000 });
    }
  }
  return { default: { ...pg, Pool: Impatient } };
});

afterAll(disconnect);

it("whoever waited in vain for a connection is told that many people are here", async () => {
  const admin = await makeAdministrator();
  await transaction(async () => {
    const answer = await send(admin, actions.addServer, { name: "late" });
    expect(answer).toEqual(refused("busy"));
  });
});
