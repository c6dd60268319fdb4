import { decode, encode } from "next-auth/jwt";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { secret } from "@/lib/settings";
import { localPath } from "@/lib/web/local-path";
import {
  deleteSessionCookie,
  readSessionCookie,
  writeSessionCookie,
} from "@/lib/web/session-cookie";

type Cookie = { value: string; maxAge?: number } & Record<string, unknown>;

const browser = vi.hoisted(() => ({ url: "", jar: new Map<string, Cookie>() }));

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => browser.jar.get(name),
    set: (name: string, value: string, flags: object) => browser.jar.set(name, { value, ...flags }),
  }),
}));

vi.mock("@/lib/settings", async (original) => ({
  ...(await original<typeof import("@/lib/settings")>()),
  portalUrl: () => browser.url,
}));

beforeEach(() => {
  browser.jar.clear();
  browser.url = "http://localhost:3000";
});

const NAME = "next-auth.session-token";
const session = { userId: 7, sessionVersion: 3 };

describe("the session cookie", () => {
  it.each([
    ["http://gpusched.example.org", NAME, false],
    ["https://gpusched.example.org", `__Secure-${NAME}`, true],
  ])("at %s is called %s", async (url, name, secure) => {
    browser.url = url;
    await writeSessionCookie(session);
    expect([...browser.jar.keys()]).toEqual([name]);
    expect(browser.jar.get(name)).toMatchObject({
      httpOnly: true,
      sameSite: "lax",
      secure,
      path: "/",
    });
    expect(await readSessionCookie()).toEqual(session);
  });

  it("is one that next-auth reads as its own", async () => {
    await writeSessionCookie(session);
    const token = browser.jar.get(NAME)?.value;
    expect(await decode({ token, secret: secret() })).toMatchObject({ sub: "7", ...session });
  });

  it("is gone after logging out", async () => {
    await writeSessionCookie(session);
    await deleteSessionCookie();
    expect(browser.jar.get(NAME)).toMatchObject({ value: "", maxAge: 0 });
    expect(await readSessionCookie()).toBeNull();
  });

  it("is believed only as we made it", async () => {
    const made = (token: object, options: object = {}) =>
      encode({ token: { ...token }, secret: secret(), ...options });
    await writeSessionCookie(session);
    const ours = browser.jar.get(NAME)?.value ?? "";
    for (const value of [
      "",
      "nonsense",
      `${ours.slice(0, -4)}AAAA`,
      await made(session, { secret: "another secret, thirty-two characters long" }),
      await made(session, { maxAge: -60 }),
      await made({}),
      await made({ ...session, userId: "7" }),
      await made({ ...session, userId: 1e9 * 10 }),
      await made({ ...session, sessionVersion: -1 }),
    ]) {
      browser.jar.set(NAME, { value });
      expect(await readSessionCookie()).toBeNull();
    }
  });
});

describe("where a login leads", () => {
  it.each(["/", "/dashboard", "/gpus/7?range=7d#queue", "/search?q=//elsewhere.example"])(
    "is %s",
    (path) => expect(localPath(path, "/dashboard")).toBe(path),
  );

  it.each([
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/..//elsewhere.example",
    "/.//elsewhere.example",
    "https://elsewhere.example",
    "javascript:alert(1)",
    "dashboard",
    "",
    `/${"x".repeat(3_000)}`,
    null,
    undefined,
    7,
  ])("is the dashboard instead of %j", (path) => {
    expect(localPath(path, "/dashboard")).toBe("/dashboard");
  });
});
