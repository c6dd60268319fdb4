import { beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/calendar/[address]/route";
import type { Actor } from "@/lib/actor";
import { makeFeed, revokeFeed } from "@/lib/calendar/commands";
import { feedUrlOf } from "@/lib/calendar/queries";
import { sql } from "@/lib/db";
import { HOUR, MINUTE } from "@/lib/domain/words";
import {
  cancelReservation,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { readCalendar } from "../../support/calendar";
import { NOON } from "../../support/core";
import { ask, audited, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeLab, makePerson } from "../../support/people";
import { toldCalendars } from "./mailed";

stopTime();
beforeEach(() => itIs(NOON));

const fetchFeed = (address: string) =>
  GET(new Request("http://localhost"), { params: Promise.resolve({ address }) });

const lastPartOf = async (who: Actor) =>
  String(await feedUrlOf(who.id))
    .split("/")
    .at(-1) ?? "";

async function eventsOf(who: Actor) {
  const answer = await fetchFeed(await lastPartOf(who));
  return readCalendar(await answer.text()).events;
}

describe("the address of a calendar", () => {
  it("is read by whoever knows it, as calendars expect it", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await makeFeed(person);
    await ask(person, gpu);
    const answer = await fetchFeed(await lastPartOf(person));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(answer.headers.get("cache-control")).toContain("private");
    const text = await answer.text();
    const { calendar } = readCalendar(text);
    expect(calendar.getFirstPropertyValue("x-wr-calname")).toBe("gpusched：我的預約");
    expect(String(calendar.getFirstPropertyValue("refresh-interval"))).toBe("PT15M");
    expect(text).toContain("X-PUBLISHED-TTL:PT15M");
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(text).not.toContain("ssh gpu.example.org");
  });

  it("is a new one when it is made anew; the old one is nobody's, as is any other", async () => {
    const person = await makePerson();
    expect(await feedUrlOf(person.id)).toBeNull();
    await makeFeed(person);
    const old = await lastPartOf(person);
    await makeFeed(person);
    const young = await lastPartOf(person);
    expect(young).not.toBe(old);
    expect((await fetchFeed(young)).status).toBe(200);
    const forged = `${young.slice(0, -6)}${young.at(-6) === "A" ? "B" : "A"}${young.slice(-5)}`;
    const [id] = young.split(".");
    const wrong = [
      old,
      `${id}.ics`,
      `${id}..ics`,
      `${id}`,
      ".ics",
      "",
      "\u0000.ics",
      "x".repeat(9_000),
    ];
    for (const address of [...wrong, forged, young.replace(".ics", ""), `${young}.ics`]) {
      const answer = await fetchFeed(address);
      expect([answer.status, await answer.text()]).toEqual([404, ""]);
    }
    await revokeFeed(person);
    expect((await fetchFeed(young)).status).toBe(404);
    expect(await feedUrlOf(person.id)).toBeNull();
  });

  it("stops while the account is disabled", async () => {
    const person = await makePerson();
    await makeFeed(person);
    await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [person.id]);
    expect((await fetchFeed(await lastPartOf(person))).status).toBe(404);
  });

  it("is written down when it is made and when it stops, without its secret", async () => {
    const person = await makePerson();
    await makeFeed(person);
    const [, signature = ""] = (await lastPartOf(person)).split(".");
    await revokeFeed(person);
    await revokeFeed(person);
    const rows = await sql(
      "SELECT * FROM audit_log WHERE subject_type = 'account' AND subject_id = $1 ORDER BY id",
      [person.id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "account.calendar-made",
      "account.calendar-revoked",
    ]);
    expect(JSON.stringify(rows)).not.toContain(signature);
  });
});

describe("what the calendar holds", () => {
  it("estimates and turns are tentative, a use is certain, each with its own uid", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [holder, waiter] = people;
    for (const person of people) await makeFeed(person);
    const held = await ask(holder, gpu);
    const waits = await ask(waiter, gpu, { hours: 3 });
    expect(await eventsOf(holder)).toMatchObject([{ status: "TENTATIVE", startsAt: NOON }]);
    await startReservation(holder, held);
    expect(await eventsOf(holder)).toMatchObject([
      { uid: `reservation-${held}@localhost`, status: "CONFIRMED", endsAt: NOON + 2 * HOUR },
    ]);
    const [estimate] = await eventsOf(waiter);
    expect(estimate).toMatchObject({
      uid: `reservation-${waits}@localhost`,
      status: "TENTATIVE",
      startsAt: NOON + 2 * HOUR,
      endsAt: NOON + 5 * HOUR,
    });
    expect(estimate?.summary).toMatch(/^預計：RTX 4090（gpu-.*）$/);
    expect(estimate?.description).toContain("第 1");
  });

  it("says nothing while nobody can say", async () => {
    const { gpu, people } = await makeLab(1, 1);
    await ask(people[0], gpu);
    await ask(people[1], gpu);
    await makeFeed(people[1]);
    expect(await eventsOf(people[1])).toHaveLength(1);
    await sql("UPDATE gpu SET fault = 'Xid 79' WHERE id = $1", [gpu]);
    expect(await eventsOf(people[1])).toEqual([]);
  });

  it("keeps what was used with its true times for a month, and drops what never was", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await makeFeed(person);
    const used = await ask(person, gpu, { autoStart: true });
    itIs(NOON + HOUR);
    await releaseReservation(person, used);
    const declined = await ask(person, gpu);
    await cancelReservation(person, declined);
    expect(await eventsOf(person)).toMatchObject([
      { status: "CONFIRMED", startsAt: NOON, endsAt: NOON + HOUR },
    ]);
    itIs(NOON + 31 * 24 * HOUR);
    expect(await eventsOf(person)).toEqual([]);
  });

  it("holds nothing of a GPU that is not visible any more, nor of anybody else", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    const stranger = await makePerson();
    await giveAccess(stranger, gpu);
    await makeFeed(stranger);
    await makeFeed(person);
    await ask(person, gpu, { autoStart: true });
    expect(await eventsOf(stranger)).toEqual([]);
    await sql("DELETE FROM user_gpu_access WHERE user_id = $1", [person.id]);
    expect(await eventsOf(person)).toEqual([]);
  });

  it("is newer than the mails before it, and older than those after", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await makeFeed(person);
    const id = await ask(person, gpu);
    itIs(NOON + MINUTE);
    const [read] = await eventsOf(person);
    itIs(NOON + 2 * MINUTE);
    await startReservation(person, id);
    itIs(NOON + 3 * MINUTE);
    await settleGpu(gpu);
    const [turn, started] = await toldCalendars(id);
    const [readAgain] = await eventsOf(person);
    const sequences = [turn, read, started, readAgain].map((event) => event?.sequence ?? -1);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    expect(await audited(id)).toContain(`reservation.started by ${person.id}`);
  });
});
