import { expect, it, vi } from "vitest";
import { settleReservationsOf } from "@/lib/accounts/settle";

vi.mock("@/lib/db", async (original) => ({
  ...(await original<typeof import("@/lib/db")>()),
  sql: () => Promise.reject(new Error("the database went away")),
}));

it("queues that cannot be found do not undo the change before them", async () => {
  await expect(settleReservationsOf(1)).resolves.toBeUndefined();
});
