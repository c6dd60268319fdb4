import { Writable } from "node:stream";
import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { log } from "@/lib/log";
import { redacted, safe } from "@/lib/logging/redact";
import { onBehalfOf } from "@/lib/request-id";

/** The lines that are written while something is done. */
function linesOf(work: () => void): string[] {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  work();
  spy.mockRestore();
  return written;
}

describe("a line of the log", () => {
  it("is one line of JSON with a time, a level, a sentence, the request and what belongs to it", () => {
    const [line = "", ...more] = linesOf(() =>
      onBehalfOf("request-1", () => log.warn({ mailId: 7, note: "two\nlines" }, "it happened")),
    );
    expect(more).toEqual([]);
    expect(line.split("\n")).toHaveLength(2);
    expect(JSON.parse(line)).toEqual({
      level: "warn",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      request: "request-1",
      mailId: 7,
      note: "two\nlines",
      sentence: "it happened",
    });
  });

  it("has been written when the call returns: it goes to no other thread", () => {
    const order: string[] = [];
    const spy = vi
      .spyOn(process.stderr, "write")
      .mockImplementation(() => order.push("written") > 0);
    log.error({}, "the last word");
    order.push("returned");
    spy.mockRestore();
    expect(order).toEqual(["written", "returned"]);
  });

  it("survives what refers to itself, what is very deep and what is no data", () => {
    const circle: Record<string, unknown> = { stream: new Writable(), big: 1n, none: undefined };
    circle.self = circle;
    const [line = ""] = linesOf(() => log.info({ circle, call: () => 1 }, "odd"));
    expect(JSON.parse(line)).toMatchObject({ sentence: "odd", circle: { big: "1" } });
  });
});

describe("what may not stand there", () => {
  it.each([
    [
      "550 5.1.1 <Wang.XiaoMing+gpu@cs.nctu.edu.tw>: no such user",
      "550 5.1.1 <[address]>: no such user",
    ],
    ["mailto:王小明@例子.台灣 bounced", "mailto:[address] bounced"],
    [
      "connect smtp://lab%40x.org:hun/ter@mail.example.org:587",
      "connect smtp://[hidden]@mail.example.org:587",
    ],
    ["Authorization: Bearer gpusched_0123456789abcdef0123456789", "Authorization: Bearer [hidden]"],
    ["GET /reset-password?token=abc.def&x=1", "GET /reset-password?token=[hidden]&x=1"],
    ['{"password":"violet-harbour-27","a":1}', '{"password":"[hidden]","a":1}'],
    ["/api/calendar/7f.sig.ics?x", "/api/calendar/[hidden]?x"],
    ["session eyJhbGciOiJkaXIifQ..iv.body.tag end", "session [hidden] end"],
    [`hash $2b$12$${"a".repeat(53)} end`, "hash [hidden] end"],
    ["scrypt:32768:8:1$salt$abcdef end", "[hidden] end"],
    ["signed with only-for-tests-only-for-tests-only-for-tests!", "signed with [hidden]!"],
  ])("is taken out of %s", (text, clean) => {
    expect(redacted(text)).toBe(clean);
  });

  it.each([
    "at Object.<anonymous> (/opt/gpusched/node_modules/@prisma/client/runtime/client.js:12:3)",
    'password authentication failed for user "gpusched"',
    "connect ECONNREFUSED 127.0.0.1:5432",
    "postgresql://127.0.0.1:5432/gpusched",
    "GPU 12: decided on a state that was not there any more",
  ])("is nothing of %s", (text) => {
    expect(redacted(text)).toBe(text);
  });

  it("is a field whose name says what it holds, however deep", () => {
    const details = { form: { username: "wang", newPassword: "x", email: "y", phones: ["1"] } };
    expect(safe(details)).toEqual({
      form: { username: "wang", newPassword: "[hidden]", email: "[hidden]", phones: "[hidden]" },
    });
    expect(safe({ token: null, hasPassword: true })).toEqual({ token: null, hasPassword: true });
  });

  it("is the value that PostgreSQL could not read, and the row that it refused", () => {
    const unread = Object.assign(
      new pg.DatabaseError('invalid input for type integer: "hunter2"', 1, "error"),
      {
        code: "22P02",
        where: "unnamed portal parameter $1 = 'hunter2'",
      },
    );
    const refused = Object.assign(new pg.DatabaseError("duplicate key", 1, "error"), {
      code: "23505",
      detail: "Key (lower(email))=(wang@example.org) already exists.",
    });
    const told = JSON.stringify(
      safe({ unread, wrapped: new Error("it failed", { cause: refused }) }),
    );
    expect(told).not.toMatch(/hunter2|wang/);
    expect(told).toContain("22P02");
    expect(told).toContain("duplicate key");
  });
});

describe("what strangers write at length", () => {
  // A visitor's form has 64 KiB, a report 1 MiB.
  const LONG = 1_000_000;

  it.each([".", "a", "-a", "a+", "eyJ.", "token", "pbkdf2:", "http://", "{\n"])(
    "holds up nobody who writes a line of it: %j again and again",
    (part) => {
      const text = part.repeat(LONG / part.length);
      const told = JSON.stringify(safe({ text, error: new Error(text) }));
      expect(told.length).toBeLessThan(20_000);
      expect(redacted(text).length).toBeLessThan(5_000);
    },
  );

  it("is cut between words, so that no half of a secret is left", () => {
    const token = "gpusched_0123456789abcdef0123456789";
    const text = `${"word ".repeat(796)}${token} ${"word ".repeat(100)}`;
    expect(redacted(text)).not.toContain("gpusched_0");
  });
});
