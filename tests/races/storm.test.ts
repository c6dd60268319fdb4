import { beforeAll, expect, it, vi } from "vitest";
import { foretellMatrix, saveAccess, saveMatrix } from "@/lib/access/commands";
import { saveDefaultAccess } from "@/lib/access/commands-default";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { updateProfile } from "@/lib/accounts/commands-profile";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { editGpu, setGpuEnabled } from "@/lib/gpus/commands";
import { editable, findGpu, versionOf } from "@/lib/gpus/queries";
import { renameServer } from "@/lib/gpus/servers";
import { watchServers } from "@/lib/health/commands";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import { muteMails } from "@/lib/notifications/commands";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import {
  moveReservationToFront,
  reassignReservation,
  reserveFor,
} from "@/lib/reservations/commands-admin";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { aRegistration } from "../features/accounts/support";
import { line, makeCard, makeServer, report } from "../support/agents";
import { ask, stopTime } from "../support/engine";
import { giveAccess, makeAdministrator, makePerson } from "../support/people";
import { atOnce, nothingFailsUnseen } from "./at-once";

stopTime();
nothingFailsUnseen();
vi.setConfig({ testTimeout: 120_000 });

const ROUNDS = 8;
const AT_ONCE = 50;

const servers: number[] = [];
const gpus: number[] = [];
const people: Actor[] = [];
let admin: Actor;

beforeAll(async () => {
  admin = await makeAdministrator();
  for (const cards of [3, 1]) {
    const { serverId } = await makeServer();
    servers.push(serverId);
    for (let index = 0; index < cards; index++) gpus.push(await makeCard(serverId, index));
  }
  for (let index = 0; index < 6; index++) {
    const person = await makePerson();
    for (const gpu of gpus) await giveAccess(person, gpu, { priority: index % 3 });
    people.push(person);
  }
});

// A small generator of its own, so that a failure can be played again.
let seed = 20_260_302;
const below = (bound: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * bound);
};
const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
const someGpus = () => gpus.filter(() => below(2)).sort(() => below(3) - 1);

const own = async ({ id }: Actor, gpu: number): Promise<number> => {
  const newest = "SELECT id FROM reservation WHERE user_id = $1 AND gpu_id = $2 ORDER BY id DESC";
  return (await sql<{ id: number }>(newest, [id, gpu]))[0]?.id ?? 0;
};
const stamps = () => ({ seen: `${below(3)}`, wanted: one(["0", "1", "2", "1-"]) });
const edits = () => someGpus().map((gpuId) => ({ userId: one(people).id, gpuId, ...stamps() }));

/** Some cards of a server tell how they are; one in three that it is broken. */
function tell(serverId: number): Promise<void> {
  const at = Date.now();
  const cards = [2, 0, 1].map((index) =>
    line(at, index, {
      uuid: `GPU-${serverId}-${index}`,
      temperature: below(3) ? 60 : "[GPU requires reset]",
    }),
  );
  return report(serverId, at, ...cards);
}

async function edit(gpu: number): Promise<void> {
  const found = await findGpu(gpu);
  if (!found) return;
  const before = editable(found);
  await editGpu(admin, { ...before, id: gpu, seen: versionOf(before), index: below(8) });
}

async function bringSomethingBack(): Promise<void> {
  const open = await sql<{ id: number }>(
    "SELECT id FROM maintenance WHERE ends_at IS NULL OR ends_at > now()",
  );
  if (open.length > 0) await bringBack(admin, one(open).id);
}

type Deed = (person: Actor, gpu: number) => Promise<unknown>;
const DEEDS: readonly Deed[] = [
  (person, gpu) => ask(person, gpu, { autoStart: person.id % 2 === 0 }),
  (person, gpu) => ask(person, gpu),
  async (person, gpu) => startReservation(person, await own(person, gpu)),
  async (person, gpu) => releaseReservation(person, await own(person, gpu)),
  async (person, gpu) => cancelReservation(person, await own(person, gpu)),
  async (person, gpu) => giveWayOnce(person, await own(person, gpu)),
  async (person, gpu) => extendReservation(person, await own(person, gpu), 1),
  async (person, gpu) => cancelReservation(admin, await own(person, gpu), "room"),
  async (person, gpu) => moveReservationToFront(admin, await own(person, gpu)),
  async (person, gpu) =>
    reassignReservation(admin, { id: await own(person, gpu), gpuId: one(gpus), reason: null }),
  ({ id }, gpuId) => reserveFor(admin, { userId: id, gpuId, hours: 2, autoStart: false }),
  (_, gpu) => settleGpu(gpu),
  ({ id }) => {
    const row = someGpus().map((gpu) => ({
      id: gpu,
      seen: `${below(3)}`,
      wanted: { priority: below(3), enabled: true },
    }));
    return saveAccess(admin, { of: "user", id, mayCancel: true, row });
  },
  async () => {
    const wishes = edits();
    const { digest } = await foretellMatrix(admin, wishes);
    await saveMatrix(admin, wishes, digest);
  },
  (_, id) => saveDefaultAccess(admin, { gpu: [{ id, seen: "", priority: below(3) }] }),
  async () => {
    const { id } = await makePerson({ status: "PENDING" });
    await approveAccount(admin, id, { withDefaultAccess: true });
  },
  ({ id }) => disableAccount(admin, id),
  ({ id }) => enableAccount(admin, id),
  (person) => {
    const { phone } = aRegistration();
    return updateProfile(person, { name: "Somebody", phone, lab: "Lab", locale: "en" });
  },
  (person) => muteMails(person, ["ended"]),
  (_, gpu) => takeOut(admin, { of: "gpu", id: gpu, ...planFrom(one([null, 3])) }),
  () => takeOut(admin, { of: "server", id: one(servers), ...planFrom(one([null, 3])) }),
  bringSomethingBack,
  bringSomethingBack,
  (_, gpu) => setGpuEnabled(admin, gpu, below(3) > 0),
  (_, gpu) => edit(gpu),
  () => renameServer(admin, one(servers), `renamed-${below(1e6)}`),
  () => tell(one(servers)),
  () => watchServers(Date.now() - HOUR),
];

const planFrom = (inHours: number | null) => ({
  from: inHours === null ? null : Date.now() + inHours * HOUR,
  until: null,
  reason: "fan",
});

const DOUBLE_HOLDERS = `
  SELECT gpu_id FROM reservation WHERE status IN ('NOTIFIED', 'ACTIVE')
  GROUP BY 1 HAVING count(*) > 1`;
const DOUBLE_TURNS = `
  SELECT reservation_id FROM notification WHERE kind IN ('your-turn', 'started')
  GROUP BY reservation_id, turn HAVING count(*) > 1`;
const IDLE = `
  SELECT w.gpu_id FROM reservation w
  JOIN "user" u ON u.id = w.user_id AND u.status = 'ACTIVE'
  JOIN user_gpu_access a ON a.user_id = w.user_id AND a.gpu_id = w.gpu_id AND a.status
  WHERE w.status = 'WAITING' AND NOT EXISTS
    (SELECT FROM reservation h WHERE h.gpu_id = w.gpu_id AND h.status IN ('NOTIFIED', 'ACTIVE'))`;

it("anybody doing anything anywhere is answered, and the rules are kept", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await atOnce(
      Array.from({ length: AT_ONCE }, () => {
        const [deed, person, gpu] = [one(DEEDS), one(people), one(gpus)];
        return () => deed(person, gpu);
      }),
    );
  }
  expect(await sql(DOUBLE_HOLDERS)).toEqual([]);
  expect(await sql(DOUBLE_TURNS)).toEqual([]);

  // Once nothing is in the way of a turn any more, no GPU is idle while somebody waits.
  await sql("UPDATE maintenance SET ends_at = begins_at");
  await sql("UPDATE gpu SET status = true, fault = NULL");
  for (const gpu of gpus) await settleGpu(gpu);
  expect(await sql(IDLE)).toEqual([]);
});
