import { beforeEach, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { MINUTE } from "@/lib/domain/words";
import { dueMails } from "@/lib/notifications/due";
import {
  cancelReservation,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { NOON } from "@/tests/support/core";
import { ask, itIs, stopTime } from "@/tests/support/engine";
import { makeLab } from "@/tests/support/people";

stopTime();
beforeEach(() => itIs(NOON));

it("a turn's mail overtakes those that only keep calendars right", async () => {
  const { gpu, people } = await makeLab(1, 1, 1);
  const [a, b, c] = people;
  const [first, second, third] = [await ask(a, gpu), await ask(b, gpu), await ask(c, gpu)];
  await sql("UPDATE notification SET status = 'SENT', sent_at = now()");
  await startReservation(a, first);
  await releaseReservation(a, first);
  itIs(NOON + MINUTE);
  await cancelReservation(b, second);
  await settleGpu(gpu);
  const due = await sql<{ id: number; kind: string; reservation_id: number }>(
    "SELECT id, kind, reservation_id FROM notification WHERE status = 'PENDING'",
  );
  const order = (await dueMails(50)).map((id) => due.find((mail) => mail.id === id));
  expect(order.map((mail) => `${mail?.kind} ${mail?.reservation_id}`)).toEqual([
    `your-turn ${second}`,
    `your-turn ${third}`,
    `calendar-updated ${first}`,
    `calendar-updated ${first}`,
    `calendar-updated ${second}`,
  ]);
});
