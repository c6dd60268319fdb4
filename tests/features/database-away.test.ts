import type { ReactElement } from "react";
import { expect, it, vi } from "vitest";
import { ShellFrame } from "@/app/shell-frame";
import { Outage } from "@/components/shell/outage";

vi.mock("@/lib/web/session-cookie", () => ({
  readSessionCookie: () => Promise.reject(new Error("connect ECONNREFUSED")),
}));
vi.mock("next/headers", () => ({ cookies: async () => new Map() }));

it("a page says that the database is away, which is all that it can say without one", async () => {
  const shown = (await ShellFrame({ children: "a page" })) as ReactElement;
  expect(shown.type).toBe(Outage);
});
