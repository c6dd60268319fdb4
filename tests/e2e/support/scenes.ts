/** Situations, made by the portal's own commands without anybody clicking. */
import type { Actor } from "@/lib/actor";
import { disconnect, sql } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve } from "@/lib/reservations/commands";
import { giveAccess, makeGpu, makePerson } from "../../support/people";
import { test } from "./test";

/** Closes what a test file opened. */
export function closeAfterwards(): void {
  test.afterAll(async () => {
    await closeProducers();
    await disconnect();
  });
}

/** Somebody who reads English. */
export async function reader(details: Parameters<typeof makePerson>[0] = {}): Promise<Actor> {
  const person = await makePerson(details);
  await sql(`UPDATE "user" SET locale = 'en', email_verified_at = now() WHERE id = $1`, [
    person.id,
  ]);
  return person;
}

/** A reservation of a new GPU whose turn has just come, to be claimed within the next hour. */
export async function turnOf(person: Actor): Promise<{ gpu: number; id: number }> {
  const gpu = await makeGpu();
  await giveAccess(person, gpu);
  const id = await reserve(person, { gpuId: gpu, hours: 2, autoStart: false });
  await sql("UPDATE reservation SET notification_time = now() + interval '1 hour' WHERE id = $1", [
    id,
  ]);
  return { gpu, id };
}

/** A use of a new GPU that has just begun. */
export async function useOf(person: Actor): Promise<{ gpu: number; id: number }> {
  const gpu = await makeGpu();
  await giveAccess(person, gpu);
  return { gpu, id: await reserve(person, { gpuId: gpu, hours: 2, autoStart: true }) };
}

/** Somebody's place in the queue of a GPU. */
export async function queueUp(person: Actor, gpu: number): Promise<number> {
  await giveAccess(person, gpu);
  return reserve(person, { gpuId: gpu, hours: 3, autoStart: false });
}

export const statusOf = async (id: number): Promise<string> =>
  (await sql("SELECT status FROM reservation WHERE id = $1", [id]))[0]?.status;
