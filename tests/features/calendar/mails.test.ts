import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import type { MutableKind } from "@/lib/domain/mail-kinds";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import { muteMails } from "@/lib/notifications/commands";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "../../support/core";
import { ask, itIs, mailed, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeLab } from "../../support/people";
import { outFrom } from "../maintenance/support";
import { lettersAbout, toldCalendars } from "./mailed";

stopTime();
beforeEach(() => itIs(NOON));

const brief = async (id: number) =>
  (await toldCalendars(id)).map(({ kind, method, status }) => `${kind} ${method} ${status}`);

const kindsOf = async (id: number) =>
  (await sql("SELECT kind FROM notification WHERE reservation_id = $1 ORDER BY id", [id])).map(
    ({ kind }) => kind,
  );

const mute = (who: Actor, ...kinds: MutableKind[]) => muteMails(who, kinds);

describe("the calendar in mails", () => {
  it("is one event from the turn to the end, whose sequence rises with each mail", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    const id = await ask(person, gpu);
    itIs(NOON + 10 * MINUTE);
    await startReservation(person, id);
    itIs(NOON + HOUR);
    await extendReservation(person, id, 3);
    itIs(NOON + 2 * HOUR);
    await releaseReservation(person, id);
    const told = await toldCalendars(id);
    expect(told).toMatchObject([
      { kind: "your-turn", method: "REQUEST", status: "TENTATIVE", startsAt: NOON },
      { kind: "calendar-updated", status: "CONFIRMED", startsAt: NOON + 10 * MINUTE },
      { kind: "calendar-updated", status: "CONFIRMED", endsAt: NOON + 10 * MINUTE + 5 * HOUR },
      { kind: "calendar-updated", status: "CONFIRMED", endsAt: NOON + 2 * HOUR },
    ]);
    expect(new Set(told.map(({ uid }) => uid))).toEqual(new Set([`reservation-${id}@localhost`]));
    const sequences = told.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    expect(told[0]?.url).toMatch(new RegExp(`/reservations/${id}$`));
  });

  it("names the same organizer each time and its recipient as the one who is coming", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    const [event] = await toldCalendars(id);
    const attendee = event?.component.getFirstProperty("attendee");
    expect(attendee?.getParameter("partstat")).toBe("ACCEPTED");
    expect(attendee?.getParameter("rsvp")).toBe("FALSE");
    const [user] = await sql(`SELECT email FROM "user" WHERE id = $1`, [people[0].id]);
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe(`mailto:${user?.email}`);
    expect(String(event?.component.getFirstPropertyValue("organizer"))).toMatch(/^mailto:/i);
  });

  it("tells of a use that starts by itself, and of one that an administrator ends", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { autoStart: true });
    itIs(NOON + HOUR);
    await releaseReservation(await makeAdministrator(), id, "maintenance");
    expect(await brief(id)).toEqual(["started REQUEST CONFIRMED", "ended REQUEST CONFIRMED"]);
  });

  it("is cancelled when the turn is declined, left to the next one, or over", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [first, second] = people;
    const id = await ask(first, gpu);
    const next = await ask(second, gpu);
    itIs(NOON + MINUTE);
    await giveWayOnce(first, id);
    expect(await brief(id)).toEqual([
      "your-turn REQUEST TENTATIVE",
      "calendar-updated CANCEL CANCELLED",
    ]);
    itIs(NOON + 2 * MINUTE);
    await cancelReservation(second, next);
    expect(await brief(next)).toEqual([
      "your-turn REQUEST TENTATIVE",
      "calendar-updated CANCEL CANCELLED",
    ]);
    itIs(NOON + 5 * HOUR);
    await settleGpu(gpu);
    expect((await brief(id)).slice(2)).toEqual([
      "your-turn REQUEST TENTATIVE",
      "turn-passed-on CANCEL CANCELLED",
    ]);
  });

  it("is cancelled when the turn is withdrawn or an administrator cancels it", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await giveAccess(people[0], gpu, { enabled: false });
    itIs(NOON + MINUTE);
    await settleGpu(gpu);
    expect((await brief(id)).at(-1)).toBe("calendar-updated CANCEL CANCELLED");
    await giveAccess(people[0], gpu, { enabled: true });
    itIs(NOON + 2 * MINUTE);
    await settleGpu(gpu);
    await cancelReservation(await makeAdministrator(), id, "maintenance");
    expect((await brief(id)).at(-1)).toBe("cancelled-by-admin CANCEL CANCELLED");
  });

  it("is corrected by the mails about maintenance that cuts a use short, and takes that back", async () => {
    const admin = await makeAdministrator();
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { hours: 5, autoStart: true });
    itIs(NOON + MINUTE);
    const out = await outFrom(admin, gpu, 3, 6);
    itIs(NOON + 2 * MINUTE);
    await bringBack(admin, out);
    const told = await toldCalendars(id);
    expect(told).toMatchObject([
      { kind: "started", status: "CONFIRMED", endsAt: NOON + 5 * HOUR },
      { kind: "maintenance", status: "CONFIRMED", startsAt: NOON, endsAt: NOON + 3 * HOUR },
      { kind: "maintenance-over", status: "CONFIRMED", endsAt: NOON + 5 * HOUR },
    ]);
    const sequences = told.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  });

  it("loses the turn that maintenance takes back", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { hours: 4 });
    itIs(NOON + MINUTE);
    await outFrom(await makeAdministrator(), gpu, 3);
    expect(await brief(id)).toEqual([
      "your-turn REQUEST TENTATIVE",
      "maintenance CANCEL CANCELLED",
    ]);
  });

  it("hears nothing of a reservation that only waited", async () => {
    const { gpu, people } = await makeLab(1, 1);
    await ask(people[0], gpu);
    const id = await ask(people[1], gpu);
    await cancelReservation(people[1], id);
    expect(await kindsOf(id)).toEqual([]);
  });

  it("never holds how to connect", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { autoStart: true });
    for (const letter of await lettersAbout(id)) {
      expect(JSON.stringify(letter)).not.toContain("ssh gpu.example.org");
    }
  });

  it("is absent from mails of before there were calendars", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu);
    await sql("UPDATE notification SET payload = payload - 'calendar' WHERE reservation_id = $1", [
      id,
    ]);
    expect(await lettersAbout(id)).toMatchObject([{ kind: "your-turn", calendar: null }]);
  });
});

describe("mails that somebody does without", () => {
  it("are not written; what must reach them is", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await mute(person, "ended", "calendar-updated");
    const id = await ask(person, gpu, { hours: 1, autoStart: true });
    itIs(NOON + HOUR);
    await settleGpu(gpu);
    expect(await kindsOf(id)).toEqual(["started"]);
  });

  it("are not about a use that an administrator, or maintenance, ended before its time", async () => {
    const admin = await makeAdministrator();
    for (const end of [
      (id: number, _gpu: number) => releaseReservation(admin, id, "misuse"),
      (_id: number, gpu: number) =>
        takeOut(admin, { of: "gpu", id: gpu, from: null, until: null, reason: "fan" }),
    ]) {
      const { gpu, people } = await makeLab(1);
      const [person] = people;
      await mute(person, "ended", "calendar-updated");
      const id = await ask(person, gpu, { hours: 5, autoStart: true });
      itIs(NOON + HOUR);
      await end(id, gpu);
      expect(await kindsOf(id)).toEqual(["started", "ended"]);
      itIs(NOON);
    }
  });

  it("cannot be those that must reach them, whatever the database holds", async () => {
    const { gpu, people } = await makeLab(1);
    await sql("INSERT INTO muted_mail VALUES ($1, 'your-turn')", [people[0].id]);
    expect(await mailed(await ask(people[0], gpu))).toEqual(["your-turn 1"]);
  });

  it("are reminders that are not tried again and again", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await mute(person, "ending-soon");
    const id = await ask(person, gpu, { hours: 2, autoStart: true });
    itIs(NOON + HOUR + MINUTE);
    await settleGpu(gpu);
    await settleGpu(gpu);
    expect(await kindsOf(id)).toEqual(["started"]);
    const [log] = await sql(
      `SELECT count(*)::int AS count FROM audit_log
       WHERE subject_id = $1 AND action = 'reservation.ending-soon'`,
      [id],
    );
    expect(log?.count).toBe(1);
  });

  it("with the calendar among them, no mail holds an entry", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await mute(person, "calendar-updated");
    const id = await ask(person, gpu);
    await startReservation(person, id);
    await releaseReservation(person, id);
    expect(await kindsOf(id)).toEqual(["your-turn"]);
    expect(await toldCalendars(id)).toEqual([]);
  });

  it("without a mail of its own, a calendar is corrected by a short one", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people;
    await mute(person, "turn-passed-on");
    const id = await ask(person, gpu);
    itIs(NOON + 5 * HOUR);
    await settleGpu(gpu);
    expect(await brief(id)).toEqual([
      "your-turn REQUEST TENTATIVE",
      "calendar-updated CANCEL CANCELLED",
    ]);
  });
});
