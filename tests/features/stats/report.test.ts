import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { DAY, type Instant, MINUTE } from "@/lib/domain/words";
import { storeReport } from "@/lib/stats/commands-store";
import { processesOn } from "@/lib/stats/queries-processes";
import { body, line, makeCard, makeServer, report, stamp } from "../../support/agents";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makePerson } from "../../support/people";

stopTime();

const one = async (text: string, ...values: unknown[]) => (await sql(text, values))[0];
const samplesOf = (gpu: number) =>
  sql("SELECT at, temperature_gpu FROM gpu_sample WHERE gpu_id = $1 ORDER BY at", [gpu]);
const problemsOf = (server: number) =>
  sql("SELECT kind, lines, example FROM report_problem WHERE server_id = $1 ORDER BY kind", [
    server,
  ]);
const foundOn = (server: number) =>
  sql("SELECT key, name, gpu_index FROM found_gpu WHERE server_id = $1 ORDER BY key", [server]);
const uuid = () => `GPU-${randomUUID()}`;

/** A server with one GPU, of whose card the UUID is not known yet. */
async function serverWithGpu() {
  itIs(NOON);
  const { serverId } = await makeServer();
  return { serverId, gpu: await makeCard(serverId, 0), card: uuid() };
}

describe("a report", () => {
  it("stores the samples of the server's GPUs and learns who their cards are", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    await report(
      serverId,
      NOON,
      line(NOON - 10_000, 0, { uuid: card }),
      line(NOON, 0, { uuid: card }),
    );
    expect(await samplesOf(gpu)).toHaveLength(2);
    expect(await one("SELECT uuid, pci_bus_id FROM gpu WHERE id = $1", gpu)).toEqual({
      uuid: card,
      pci_bus_id: "00000000:00:00.0",
    });
    // The same card under another number, after another one fell out.
    await report(
      serverId,
      NOON + 10_000,
      line(NOON + 10_000, 3, { uuid: card, pci: "00000000:00:00.0" }),
    );
    expect(await samplesOf(gpu)).toHaveLength(3);
  });

  it("changes nothing when it comes again, nor when reports come in another order", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const reports: [Instant, string][] = [0, 1, 2, 3].map((minute) => [
      NOON + minute * MINUTE,
      line(NOON + minute * MINUTE, 0, { uuid: card, temperature: 60 + minute }),
    ]);
    for (const [at, text] of [...reports.toReversed(), ...reports]) {
      await report(serverId, at, text, "nonsense");
    }
    expect((await samplesOf(gpu)).map(({ temperature_gpu }) => temperature_gpu)).toEqual([
      60, 61, 62, 63,
    ]);
    expect(await one("SELECT samples FROM gpu_rollup WHERE gpu_id = $1", gpu)).toEqual({
      samples: 4,
    });
    expect(await one("SELECT temperature_gpu FROM gpu_reading WHERE gpu_id = $1", gpu)).toEqual({
      temperature_gpu: 63,
    });
    const counted = await problemsOf(serverId);
    expect(counted.map(({ lines }) => lines)).toEqual([1, 1, 1, 1]);
  });

  it("keeps a card's history: a new driver is new from then on, however late it is told", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const with_ = (driver: string, minute: number) =>
      report(serverId, NOON, line(NOON - minute * MINUTE, 0, { uuid: card, driver }));
    await with_("550.1", 60);
    await with_("560.2", 20);
    await with_("550.1", 40);
    await with_("560.2", 10);
    const drivers = await sql(
      `SELECT driver_version FROM gpu_stats WHERE gpu_id = $1 ORDER BY "timestamp"`,
      [gpu],
    );
    expect(drivers.map(({ driver_version }) => driver_version)).toEqual([
      "550.1",
      "550.1",
      "560.2",
      "560.2",
    ]);
    expect(await sql("SELECT since FROM gpu_identity WHERE gpu_id = $1", [gpu])).toHaveLength(2);
  });

  it("does not forget what a line without the column does not tell", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    await report(serverId, NOON, line(NOON - MINUTE, 0, { uuid: card }));
    await storeReport({
      serverId,
      receivedAt: NOON,
      sentAt: NOON,
      body: `timestamp, index, temperature.gpu\n${stamp(NOON)}, 0, 61\n`,
    });
    expect(await samplesOf(gpu)).toHaveLength(2);
    expect(await sql("SELECT driver_version FROM gpu_identity WHERE gpu_id = $1", [gpu])).toEqual([
      { driver_version: "595.71" },
    ]);
  });

  it("does not forget it within one report either", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const later = NOON + MINUTE;
    await report(
      serverId,
      later,
      line(NOON, 0, { uuid: card, driver: "595.71" }),
      line(later, 0, { uuid: card, driver: "[N/A]", pci: "00000000:01:00.0" }),
    );
    expect(await sql("SELECT driver_version FROM gpu_stats WHERE gpu_id = $1", [gpu])).toEqual([
      { driver_version: "595.71" },
      { driver_version: "595.71" },
    ]);
  });

  it("finds cards that are no GPU of the portal yet, and stores nothing of them", async () => {
    const { serverId, card } = await serverWithGpu();
    const other = uuid();
    await report(serverId, NOON, line(NOON, 0, { uuid: card }), line(NOON, 1, { uuid: other }));
    expect(await foundOn(serverId)).toEqual([
      { key: other, name: "NVIDIA GeForce RTX 4090", gpu_index: 1 },
    ]);
  });

  it("takes no card that belongs to another server, and says so", async () => {
    const mine = await serverWithGpu();
    const theirs = await serverWithGpu();
    await report(theirs.serverId, NOON, line(NOON, 0, { uuid: theirs.card }));
    await report(mine.serverId, NOON, line(NOON, 0, { uuid: theirs.card }));
    expect(await samplesOf(mine.gpu)).toEqual([]);
    expect(await samplesOf(theirs.gpu)).toHaveLength(1);
    expect(await problemsOf(mine.serverId)).toEqual([
      { kind: "other-server", lines: 1, example: theirs.card },
    ]);
    expect(await foundOn(mine.serverId)).toEqual([]);
  });

  it("that gives one card to two GPUs is stored as the first one's", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const second = await makeCard(serverId, 1);
    const both = [line(NOON, 0, { uuid: card }), line(NOON + 1_000, 1, { uuid: card })];
    await report(serverId, NOON, ...both);
    expect([await samplesOf(gpu), await samplesOf(second)].map(({ length }) => length)).toEqual([
      2, 0,
    ]);
  });

  it("counts bad lines and times far from now, and loses no good one by them", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const at = (instant: Instant) => line(instant, 0, { uuid: card });
    await report(
      serverId,
      NOON,
      "garbage",
      at(NOON),
      at(NOON + DAY),
      at(NOON - 8 * DAY),
      "more garbage",
    );
    expect(await samplesOf(gpu)).toHaveLength(1);
    expect(await problemsOf(serverId)).toMatchObject([
      { kind: "unreadable", lines: 2, example: "garbage" },
      { kind: "wrong-time", lines: 2 },
    ]);
  });

  it("from a clock that is a day off is refused whole", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const text = body(line(NOON - DAY, 0, { uuid: card }));
    await storeReport({ serverId, receivedAt: NOON, sentAt: NOON - DAY, body: text });
    expect(await samplesOf(gpu)).toEqual([]);
    expect(await problemsOf(serverId)).toMatchObject([
      { kind: "wrong-time", lines: 1, example: expect.stringContaining("-86400 s") },
    ]);
  });

  it("brings what was spooled for days", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const days = [6, 5, 4, 3, 2, 1, 0].map((day) => line(NOON - day * DAY, 0, { uuid: card }));
    await report(serverId, NOON, ...days);
    expect(await samplesOf(gpu)).toHaveLength(7);
  });

  it("without times is of the moment in which it came", async () => {
    const { serverId, gpu } = await serverWithGpu();
    const text = "index, name, temperature.gpu\n0, NVIDIA H100 80GB HBM3, 29\n";
    await storeReport({ serverId, receivedAt: NOON, sentAt: null, body: text });
    expect(await samplesOf(gpu)).toEqual([{ at: new Date(NOON), temperature_gpu: 29 }]);
  });

  it("says who computes; the newest look counts, and on a card without processes nobody does", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const look = (at: Instant, ...rows: string[]) =>
      report(
        serverId,
        NOON,
        line(NOON, 0, { uuid: card }),
        `# processes: ${stamp(at)}`,
        "gpu_uuid, pid, used_gpu_memory [MiB], user",
        ...rows,
      );
    const processes = async () =>
      (await one("SELECT processes FROM gpu_reading WHERE gpu_id = $1", gpu))?.processes;
    await look(NOON - MINUTE, `${card}, 4711, 5000 MiB, alice`, `${card}, 4712, [N/A], bob`);
    expect(await processes()).toEqual([
      { pid: 4711, user: "alice", memoryUsed: 5000 },
      { pid: 4712, user: "bob", memoryUsed: null },
    ]);
    const holder = await makePerson();
    const other = await makePerson();
    for (const person of [holder, other]) await giveAccess(person, gpu);
    await ask(holder, gpu, { autoStart: true });
    const told = { at: NOON - MINUTE, list: await processes() };
    expect(await processesOn(holder, gpu)).toEqual(told);
    expect(await processesOn(await makeAdministrator(), gpu)).toEqual(told);
    expect(await processesOn(other, gpu)).toBeNull();
    await look(NOON);
    expect(await processes()).toEqual([]);
    await look(NOON - 2 * MINUTE, `${card}, 1, 1 MiB, eve`);
    expect(await processes()).toEqual([]);
  });

  it("says nothing of processes at a time far from now", async () => {
    const { serverId, gpu, card } = await serverWithGpu();
    const admin = await makeAdministrator();
    for (const time of ["0001/01/01 00:00:00.000", "9999/12/31 23:59:59.999"]) {
      await report(
        serverId,
        NOON,
        line(NOON, 0, { uuid: card }),
        `# processes: ${time}`,
        "gpu_uuid, pid, used_gpu_memory [MiB], user",
        `${card}, 7, 1 MiB, somebody`,
      );
    }
    expect(await processesOn(admin, gpu)).toBeNull();
  });

  it("tells why nvidia-smi says nothing, until it says something", async () => {
    const { serverId, card } = await serverWithGpu();
    const message = async () =>
      (await one("SELECT message FROM agent WHERE server_id = $1", serverId))?.message;
    await report(serverId, NOON, "# error: couldn't communicate with the NVIDIA driver");
    expect(await message()).toBe("couldn't communicate with the NVIDIA driver");
    await report(serverId, NOON + MINUTE, line(NOON + MINUTE, 0, { uuid: card }));
    expect(await message()).toBeNull();
    await report(serverId, NOON, "# error: late");
    expect(await message()).toBeNull();
  });

  it("of a server that is deleted meanwhile is dropped", async () => {
    const { serverId } = await makeServer();
    await sql("DELETE FROM server WHERE id = $1", [serverId]);
    await report(serverId, NOON, line(NOON, 0));
  });

  it("of many servers and cards at one moment is stored whole", async () => {
    itIs(NOON);
    const servers = await Promise.all(Array.from({ length: 4 }, makeServer));
    const cards = await Promise.all(
      servers.map(async ({ serverId }) => ({
        serverId,
        gpus: [await makeCard(serverId, 0), await makeCard(serverId, 1)],
        uuids: [uuid(), uuid()],
      })),
    );
    const reports = Array.from({ length: 10 }, (_, round) =>
      cards.map(({ serverId, uuids }) =>
        report(
          serverId,
          NOON,
          ...uuids.map((each, n) => line(NOON + round * 1000, n, { uuid: each })),
        ),
      ),
    );
    await Promise.all(reports.flat());
    for (const gpu of cards.flatMap(({ gpus }) => gpus)) {
      expect(await samplesOf(gpu)).toHaveLength(10);
      expect(await one("SELECT samples FROM gpu_rollup WHERE gpu_id = $1", gpu)).toEqual({
        samples: 10,
      });
    }
  });
});
