import { expect, it } from "vitest";
import { mayAct, maySeeConnectionInfo, maySeeGpu, maySeeProcesses } from "@/lib/domain/permissions";

const user = { id: 1, isAdmin: false };
const admin = { id: 2, isAdmin: true };

it("lets people act on their own reservations, administrators on any", () => {
  expect(mayAct(user, { userId: 1 })).toBe(true);
  expect(mayAct(user, { userId: 3 })).toBe(false);
  expect(mayAct(admin, { userId: 3 })).toBe(true);
});

it("shows a GPU to whom an access row makes it visible, and to administrators", () => {
  expect(maySeeGpu(user, true)).toBe(true);
  expect(maySeeGpu(user, false)).toBe(false);
  expect(maySeeGpu(admin, false)).toBe(true);
});

it("shows connection info to the holder only while the use is ACTIVE, and to administrators", () => {
  for (const status of ["WAITING", "NOTIFIED", "COMPLETED", "EXPIRED", "CANCELLED"] as const) {
    expect(maySeeConnectionInfo(user, { userId: 1, status }), status).toBe(false);
  }
  expect(maySeeConnectionInfo(user, { userId: 1, status: "ACTIVE" })).toBe(true);
  expect(maySeeConnectionInfo(user, { userId: 3, status: "ACTIVE" })).toBe(false);
  expect(maySeeConnectionInfo(user, null)).toBe(false);
  expect(maySeeConnectionInfo(admin, null)).toBe(true);
});

it("shows processes, which name people of a server, only to the holder and to administrators", () => {
  expect(maySeeProcesses(user, { userId: 1, status: "ACTIVE" })).toBe(true);
  expect(maySeeProcesses(user, { userId: 1, status: "NOTIFIED" })).toBe(false);
  expect(maySeeProcesses(user, { userId: 3, status: "ACTIVE" })).toBe(false);
  expect(maySeeProcesses(user, null)).toBe(false);
  expect(maySeeProcesses(admin, null)).toBe(true);
});
