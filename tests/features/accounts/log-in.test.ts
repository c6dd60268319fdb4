import { describe, expect, it } from "vitest";
import { authenticate } from "@/lib/accounts/commands-authenticate";
import { newDevice } from "@/lib/accounts/devices";
import { accountOfSession } from "@/lib/accounts/queries";
import { NOON } from "@/tests/support/core";
import { itIs } from "@/tests/support/engine";
import { account, answer, logIn, makeMember, withAccounts } from "./support";

withAccounts();

const MINUTE = 60_000;
const wrong = { password: "not-it-at-all" };

describe("a login", () => {
  it("is answered also when many try at the same moment, rightly and wrongly", async () => {
    const member = await makeMember();
    const tries = Array.from({ length: 30 }, (_, i) =>
      answer(logIn(member, { ...(i % 2 ? wrong : {}), address: "198.51.100.77" })),
    );
    for (const said of await Promise.all(tries)) {
      expect(["ok", "login-failed", "too-many-attempts", "busy"]).toContain(said);
    }
  });

  it("begins a session with the username or the e-mail address, in any case", async () => {
    const member = await makeMember();
    for (const login of [member.username, member.email.toUpperCase()]) {
      const claims = await logIn({ username: login });
      expect(claims).toEqual({ userId: member.id, sessionVersion: 0 });
    }
  });

  it("is refused with one sentence for a wrong password and for an unknown name", async () => {
    const member = await makeMember();
    expect(await answer(logIn(member, wrong))).toBe("login-failed");
    expect(await answer(logIn({ username: "nobody-of-that-name" }))).toBe("login-failed");
  });

  it.each(["PENDING", "DISABLED"])(
    "tells how a %s account stands to its user only",
    async (status) => {
      const member = await makeMember({ status });
      expect(await answer(logIn(member, wrong))).toBe("login-failed");
      expect(await answer(logIn(member))).toBe(`account-${status.toLowerCase()}`);
    },
  );

  it.each(["密碼", `${"x".repeat(72)}y`, "nul\u0000", "' OR 1=1 --", ""])(
    "survives the password %j",
    async (password) => {
      expect(await answer(logIn(await makeMember(), { password }))).toBe("login-failed");
    },
  );
});

describe("a session", () => {
  it("ends at once when the account is disabled or its version rises", async () => {
    const member = await makeMember();
    const claims = await logIn(member);
    expect(await accountOfSession(claims)).toMatchObject({
      id: member.id,
      username: member.username,
    });
    expect(await accountOfSession({ ...claims, sessionVersion: 1 })).toBeNull();
    const disabled = await makeMember({ status: "DISABLED" });
    expect(await accountOfSession({ userId: disabled.id, sessionVersion: 0 })).toBeNull();
  });

  it("carries nothing secret", async () => {
    const member = await makeMember();
    const user = await accountOfSession(await logIn(member));
    expect(JSON.stringify(user)).not.toContain((await account(member.id)).password_hash);
  });
});

describe("somebody who guesses a password", () => {
  it("is stopped after ten tries, and told how long to wait", async () => {
    itIs(NOON);
    const member = await makeMember();
    for (let i = 0; i < 10; i++) expect(await answer(logIn(member, wrong))).toBe("login-failed");
    itIs(NOON + 5 * MINUTE + 1);
    // The right password is not looked at either.
    await expect(logIn(member)).rejects.toMatchObject({
      code: "too-many-attempts",
      params: { minutes: 10 },
    });
    itIs(NOON + 15 * MINUTE);
    expect(await answer(logIn(member))).toBe("ok");
  });

  it("is stopped just as well when there is no such account", async () => {
    const nobody = { username: "no-such-person" };
    for (let i = 0; i < 10; i++) await answer(logIn(nobody, { ...wrong, address: "203.0.113.20" }));
    expect(await answer(logIn(nobody, { address: "203.0.113.20" }))).toBe("too-many-attempts");
  });

  it("gets no more tries by sending them all at once", async () => {
    const member = await makeMember();
    const tries = Array.from({ length: 30 }, () =>
      answer(logIn(member, { ...wrong, address: "203.0.113.21" })),
    );
    const failed = (await Promise.all(tries)).filter((said) => said === "login-failed");
    expect(failed).toHaveLength(10);
  });

  it("does not keep the user out who sits at another address", async () => {
    const member = await makeMember();
    for (let i = 0; i < 150; i++) {
      await answer(logIn(member, { ...wrong, address: "203.0.113.22" }));
    }
    expect(await answer(logIn(member, { address: "198.51.100.7" }))).toBe("ok");
  });

  it("from many addresses is stopped, but not the browser in which the user logged in before", async () => {
    const member = await makeMember();
    for (let i = 0; i < 100; i++) {
      expect(await answer(logIn(member, { ...wrong, address: `192.0.2.${i}` }))).toBe(
        "login-failed",
      );
    }
    expect(await answer(logIn(member, { ...wrong, address: "192.0.2.200" }))).toBe(
      "too-many-attempts",
    );
    const device = newDevice(member.id);
    expect(await answer(logIn(member, { device }))).toBe("ok");
    // Wherever that browser is carried.
    expect(await answer(logIn(member, { device, address: "192.0.2.1" }))).toBe("ok");
  });

  it("at one IPv6 network is one sender, whichever of its addresses they use", async () => {
    const member = await makeMember();
    for (let i = 0; i < 10; i++) {
      await answer(logIn(member, { ...wrong, address: `2001:db8:1:2::${i}` }));
    }
    expect(await answer(logIn(member, { address: "2001:db8:1:2:ffff::1" }))).toBe(
      "too-many-attempts",
    );
    expect(await answer(logIn(member, { address: "2001:db8:1:3::1" }))).toBe("ok");
  });

  it("with many names from one address is stopped for all of them", async () => {
    const address = "203.0.113.23";
    for (let i = 0; i < 10; i++) {
      const victim = await makeMember();
      for (let j = 0; j < 10; j++) await answer(logIn(victim, { ...wrong, address }));
    }
    const member = await makeMember();
    expect(await answer(logIn(member, { address }))).toBe("too-many-attempts");
    expect(await answer(logIn(member, { address, device: newDevice(member.id) }))).toBe("ok");
  });

  it("does not begin anew by logging in to an account of their own in between", async () => {
    const [victim, own] = [await makeMember(), await makeMember()];
    const address = "203.0.113.24";
    for (let i = 0; i < 10; i++) {
      await answer(logIn(victim, { ...wrong, address }));
      await logIn(own, { address });
    }
    expect(await answer(logIn(victim, { address }))).toBe("too-many-attempts");
  });
});

describe("a device cookie", () => {
  it("has its own ten tries", async () => {
    const member = await makeMember();
    const device = newDevice(member.id);
    for (let i = 0; i < 10; i++) await answer(logIn(member, { ...wrong, device }));
    expect(await answer(logIn(member, { device }))).toBe("too-many-attempts");
    expect(await answer(logIn(member, { device: newDevice(member.id) }))).toBe("ok");
    expect(await answer(logIn(member))).toBe("ok");
  });

  it("of another account, or one that we did not sign, is worth nothing", async () => {
    const [member, other] = [await makeMember(), await makeMember()];
    const address = "203.0.113.25";
    for (let i = 0; i < 10; i++) await answer(logIn(member, { ...wrong, address }));
    const forged = newDevice(member.id).replace(/^./, (sign) => (sign === "A" ? "B" : "A"));
    for (const device of [newDevice(other.id), forged, "x", ".", "a.b.c", ""]) {
      expect(await answer(logIn(member, { address, device }))).toBe("too-many-attempts");
    }
  });

  it("is asked for by the account that was found, not by what was typed", async () => {
    const member = await makeMember();
    const asked: number[] = [];
    await authenticate({
      login: member.email,
      password: "not-it-at-all",
      address: null,
      deviceFor: (id) => {
        asked.push(id);
        return undefined;
      },
    }).catch(() => undefined);
    expect(asked).toEqual([member.id]);
  });
});

describe("a success", () => {
  it("gives all tries back", async () => {
    const member = await makeMember();
    const address = "203.0.113.26";
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await answer(logIn(member, { ...wrong, address }));
      expect(await answer(logIn(member, { address }))).toBe("ok");
    }
  });
});
