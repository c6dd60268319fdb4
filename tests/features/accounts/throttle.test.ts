import { describe, expect, it } from "vitest";
import { networkOf } from "@/lib/accounts/network";
import {
  type Bucket,
  countAttempt,
  forgiveAttempts,
  uncountAttempt,
} from "@/lib/accounts/throttle";
import { sql } from "@/lib/db";
import { NOON } from "@/tests/support/core";
import { itIs } from "@/tests/support/engine";
import { answer, withAccounts } from "./support";

withAccounts();

const MINUTE = 60_000;
let made = 0;

/** A bucket of its own for three attempts in ten minutes. */
const aBucket = (most = 3): Bucket => ({ name: `test-${made++}`, limit: { most, minutes: 10 } });

const failures = async ({ name }: Bucket) =>
  (await sql<{ failures: number }>("SELECT failures FROM throttle WHERE bucket = $1", [name]))[0]
    ?.failures;

describe("a bucket", () => {
  it("is full until its window is over, and says how long that is", async () => {
    itIs(NOON);
    const bucket = aBucket();
    for (let i = 0; i < 3; i++) await countAttempt([bucket]);
    for (const [minutes, left] of [
      [0, 10],
      [4.5, 6],
      [9.99, 1],
    ] as const) {
      itIs(NOON + minutes * MINUTE);
      await expect(countAttempt([bucket])).rejects.toMatchObject({ params: { minutes: left } });
    }
    itIs(NOON + 10 * MINUTE);
    expect(await answer(countAttempt([bucket]))).toBe("ok");
    expect(await failures(bucket)).toBe(1);
  });

  it("counts attempts at the same moment one by one", async () => {
    const bucket = aBucket();
    const said = await Promise.all(
      Array.from({ length: 20 }, () => answer(countAttempt([bucket]))),
    );
    expect(said.filter((each) => each === "ok")).toHaveLength(3);
  });

  it("that is full keeps its knocks out of all others", async () => {
    const [own, shared] = [aBucket(), aBucket(100)];
    for (let i = 0; i < 20; i++) await answer(countAttempt([own, shared]));
    expect(await failures(shared)).toBe(3);
  });

  it("is not filled by an attempt that another one refuses", async () => {
    const [own, full] = [aBucket(), aBucket(1)];
    await countAttempt([full]);
    expect(await answer(countAttempt([own, full]))).toBe("too-many-attempts");
    expect(await failures(own)).toBeUndefined();
  });

  it("is emptied by a success, which takes back one attempt from the others", async () => {
    const [own, shared] = [aBucket(), aBucket(100)];
    for (let i = 0; i < 3; i++) await countAttempt([own, shared]);
    await forgiveAttempts([own, shared]);
    expect(await failures(own)).toBeUndefined();
    expect(await failures(shared)).toBe(2);
  });

  it("never holds less than nothing", async () => {
    const bucket = aBucket();
    await countAttempt([bucket]);
    await Promise.all([uncountAttempt([bucket]), uncountAttempt([bucket])]);
    expect(await failures(bucket)).toBe(0);
  });

  it("goes away after its window", async () => {
    itIs(NOON);
    const old = aBucket();
    await countAttempt([old]);
    itIs(NOON + 11 * MINUTE);
    await countAttempt([aBucket()]);
    expect(await failures(old)).toBeUndefined();
  });
});

describe("a sender", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unreadable", "unreadable"],
    [null, "unknown"],
  ])("at %s is %s", (address, network) => expect(networkOf(address)).toBe(network));
});
