/** Situations, made by the portal's own commands without anybody clicking. */
import type { Actor } from "@/lib/actor";
import { disconnect, sql } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve } from "@/lib/reservations/commands";
import { line, makeCard, makeServer, report } from "../../support/agents";
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

/** A server with whatever can be wrong on it, and a card that was found. Returns its id. */
export async function troubledServer(): Promise<number> {
  const { serverId } = await makeServer();
  await makeCard(serverId, 0);
  const now = Date.now();
  const uuid = (card: number) => `GPU-troubled-${serverId}-${card}`;
  await report(
    serverId,
    now,
    line(now, 0, { uuid: uuid(0), temperature: "[GPU requires reset]" }),
    line(now, 1, { uuid: uuid(1) }),
    line(now, 0, { uuid: uuid(2) }),
    "nonsense that is as long as a line may be and has nowhere to break".replaceAll(" ", "-"),
    "# error: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
  );
  await sql("INSERT INTO incident (kind, server_id, began_at) VALUES ('silent', $1, now())", [
    serverId,
  ]);
  return serverId;
}
