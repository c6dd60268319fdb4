/** The outbox as the database has it. */
import { setTimeout as sleep } from "node:timers/promises";
import { db, sql } from "@/lib/db";
import { notify } from "@/lib/notifications/commands";

/** Puts a plain mail into somebody's outbox that no job announces. Returns its id. */
export const putMail = (userId: number, at = new Date()): Promise<number> =>
  notify(db(), userId, { kind: "account-approved", facts: {} }, at);

/** A mail as it stands. */
export async function mail(id: number) {
  const row = await db().notification.findUnique({ where: { id } });
  if (!row) throw new Error(`there is no mail ${id}`);
  return row;
}

/** Ids of the mails about a reservation, oldest first. */
export async function mailsAbout(reservationId: number): Promise<number[]> {
  const text = "SELECT id FROM notification WHERE reservation_id = $1 ORDER BY id";
  return (await sql<{ id: number }>(text, [reservationId])).map(({ id }) => id);
}

export async function addressOf(userId: number): Promise<string> {
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  return email;
}

/** Whether somebody is sending this mail at this moment. */
export async function isBeingSent(id: number): Promise<boolean> {
  const text = "SELECT id FROM notification WHERE id = $1 FOR UPDATE SKIP LOCKED";
  return (await sql(text, [id])).length === 0;
}

/** Asks again and again until it is so. @throws when it is not within `ms` */
export async function until(isSo: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so within ${ms} ms: ${isSo}`);
    await sleep(20);
  }
}
