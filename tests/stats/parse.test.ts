import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReport } from "@/lib/stats/report/parse";

const HEADER =
  "timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, " +
  "pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], " +
  "memory.total [MiB], memory.free [MiB], memory.used [MiB]";
const LINE =
  "2026/11/24 10:00:00.123, 0, GPU-5a3c1e9e-0b1d-4a52-b1f7-3e7a0c0e9a11, NVIDIA A100-SXM4-40GB, " +
  "00000000:3B:00.0, 545.23.08, P0, 4, 4, 44, 97 %, 35 %, 40960 MiB, 1534 MiB, 38803 MiB";
const READ = {
  at: Date.UTC(2026, 10, 24, 10, 0, 0, 123),
  index: 0,
  uuid: "GPU-5a3c1e9e-0b1d-4a52-b1f7-3e7a0c0e9a11",
  name: "NVIDIA A100-SXM4-40GB",
  pciBusId: "00000000:3B:00.0",
  driverVersion: "545.23.08",
  pstate: 0,
  pcieLinkGenMax: 4,
  pcieLinkGen: 4,
  temperature: 44,
  load: 97,
  memoryLoad: 35,
  memoryTotal: 40960,
  memoryFree: 1534,
  memoryUsed: 38803,
  fault: null,
};

const read = (...lines: string[]) => parseReport(`${lines.join("\n")}\n`);
const problems = (report: ReturnType<typeof parseReport>) =>
  report.problems.list().map(({ kind, lines }) => `${lines} ${kind}`);

describe("a report", () => {
  it("is read by the names in its header, with units", () => {
    expect(read(HEADER, LINE).lines).toEqual([READ]);
  });

  it("is read the same without units, with CRLF, a byte order mark and empty lines", () => {
    const bare = LINE.replaceAll(/ (%|MiB)/g, "");
    expect(parseReport(`\ufeff${HEADER}\r\n\r\n${bare}\r\n`).lines).toEqual([READ]);
  });

  it("may have its columns in any order, more of them, and fewer", () => {
    const report = read(
      "power.draw [W], memory.used [MiB], index, temperature.gpu, timestamp, fan.speed [%]",
      "70.89 W, 257 MiB, 3, 48, 2026/11/24 10:00:00.000, [N/A]",
    );
    expect(report.lines).toMatchObject([
      { index: 3, memoryUsed: 257, temperature: 48, load: null, name: null, memoryTotal: null },
    ]);
    expect(problems(report)).toEqual([]);
  });

  it("may change its columns in the middle", () => {
    const report = read(
      HEADER,
      LINE,
      "index, timestamp, temperature.gpu",
      "1, 2026/11/24 10:00:01.000, 50",
    );
    expect(report.lines.map(({ index, temperature }) => [index, temperature])).toEqual([
      [0, 44],
      [1, 50],
    ]);
  });

  it("without a header is read in the original's order, with the card's number or without", () => {
    const rest =
      "NVIDIA A100-SXM4-40GB, 00000000:3B:00.0, 545.23.08, P0, 4, 4, 44, 0 %, 0 %, 40960 MiB, 40333 MiB, 4 MiB";
    const report = read(`2024/06/01 11:27:05.177, ${rest}`, `7, 2024/06/01 11:27:05.177, ${rest}`);
    expect(report.lines).toMatchObject([
      { index: null, pciBusId: "00000000:3B:00.0", memoryUsed: 4, temperature: 44 },
      { index: 7, pciBusId: "00000000:3B:00.0", memoryUsed: 4, temperature: 44 },
    ]);
  });

  it("may lack times: they are then those of its arrival", () => {
    expect(read("index, temperature.gpu", "0, 29").lines).toMatchObject([{ index: 0, at: null }]);
  });

  it.each([
    "N/A",
    "[N/A]",
    "[Not Supported]",
    "[Unknown Error]",
    "ERR!",
    "[Insufficient Permissions]",
  ])("tells nothing, not zero, where it says %s", (nothing) => {
    const line = LINE.replace(", 44, 97 %, 35 %", `, ${nothing}, ${nothing}, ${nothing}`);
    const report = read(HEADER, line);
    expect(report.lines).toEqual([{ ...READ, temperature: null, load: null, memoryLoad: null }]);
    expect(problems(report)).toEqual([]);
  });

  it("tells a card that must be reset, in whatever column, and its neighbours", () => {
    const broken = LINE.replace("P0", "[GPU requires reset]").replace(
      ", 44,",
      ", [GPU requires reset],",
    );
    expect(read(HEADER, broken, LINE).lines).toMatchObject([
      { fault: "requires-reset", temperature: null, pstate: null, memoryUsed: 38803 },
      { fault: null, temperature: 44 },
    ]);
    expect(read(HEADER, LINE.replace("P0", "[GPU is lost]")).lines[0]?.fault).toBe("lost");
  });

  it("leaves slices of a card (MIG) out: the card has a line of its own", () => {
    const slice = LINE.replace("GPU-5a3c", "MIG-5a3c");
    const report = read(HEADER, slice, "  MIG 1g.10gb     Device  0: (UUID: MIG-5a3c)", LINE);
    expect(report.lines).toHaveLength(1);
    expect(problems(report)).toEqual([]);
  });

  it("counts what cannot be read and loses nothing else by it", () => {
    const report = read(
      HEADER,
      "Failed to initialize NVML: Driver/library version mismatch",
      LINE,
      LINE.replace("97 %", "many"),
      LINE.replace("97 %", "101 %"),
      LINE.replace("97 %", "97 W"),
      LINE.replace("2026/11/24", "2026/02/30"),
      LINE.replace("10:00:00", "25:00:00"),
      LINE.replace("P0", "P99"),
      `${LINE}, 3`,
      "\u0000\u0001\ufffd,,,",
      "<html><body>502</body></html>",
      LINE,
    );
    expect(report.lines).toHaveLength(2);
    expect(report.problems.list()).toMatchObject([
      {
        kind: "unreadable",
        lines: 10,
        example: expect.stringContaining("Failed to initialize NVML"),
      },
    ]);
  });

  it("counts lines that do not say which card they are about", () => {
    const report = read("timestamp, temperature.gpu", "2026/11/24 10:00:00.000, 44");
    expect(report.lines).toEqual([]);
    expect(problems(report)).toEqual(["1 no-card"]);
  });

  it.each([
    ["in the middle", LINE.slice(0, 60)],
    ["before the last unit", LINE.replace(" 38803 MiB", " 38 MiB").slice(0, -4)],
    ["inside the last number", LINE.replaceAll(/ (%|MiB)/g, "").slice(0, -2)],
  ])("does not take a last line that is cut off %s", (_where, end) => {
    const report = parseReport(`${HEADER}\n${LINE}\n${end}`);
    expect(report.lines).toHaveLength(1);
    expect(problems(report)).toEqual(["1 unreadable"]);
  });

  it("takes decimals to the nearest whole number, as the database holds them", () => {
    const { lines } = read(HEADER, LINE.replace("97 %", "96.5 %"));
    expect(lines).toEqual([{ ...READ, load: 97 }]);
  });

  it("cuts no character in two and counts no further than the database", () => {
    const report = read(`${"x".repeat(299)}😀`, ...Array(3).fill("# dropped: 999999999"));
    expect(report.problems.list()).toEqual([
      { kind: "unreadable", lines: 1, example: `${"x".repeat(299)}\ufffd` },
      { kind: "dropped", lines: 1_000_000_000, example: "" },
    ]);
  });

  it("takes a whole last line though nothing ends it", () => {
    expect(parseReport(`${HEADER}\n${LINE}`).lines).toEqual([READ]);
  });

  it("tells who computes, and what the agent has to say", () => {
    const report = read(
      "# agent: 1",
      "# cuda: 13.1",
      "# dropped: 120",
      "# future: ignored",
      HEADER,
      LINE,
      "# processes: 2026/11/24 10:00:01.000",
      "gpu_uuid, pid, used_gpu_memory [MiB], user",
      "GPU-1, 4711, 5000 MiB, alice",
      "MIG-GPU-1/3/0, 4712, [N/A], bob",
      "GPU-1, not a number, 5 MiB, eve",
      "# samples",
      LINE,
      "# error: Unable to determine the device handle",
    );
    expect(report.cudaVersion).toBe("13.1");
    expect(report.error).toBe("Unable to determine the device handle");
    expect(report.lines).toHaveLength(2);
    expect(report.processes).toEqual({
      at: Date.UTC(2026, 10, 24, 10, 0, 1),
      list: [
        { uuid: "GPU-1", pid: 4711, user: "alice", memoryUsed: 5000 },
        { uuid: "GPU-1", pid: 4712, user: "bob", memoryUsed: null },
      ],
    });
    expect(problems(report)).toEqual(["120 dropped", "1 unreadable"]);
  });

  it("whatever it holds is read or counted, line by line, without a failure", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(HEADER, LINE, "# processes: x", "# samples", "#", ",", LINE.slice(20)),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const report = parseReport(pieces.join("\n"));
        for (const { example } of report.problems.list()) {
          expect(example.isWellFormed()).toBe(true);
          expect(example).not.toMatch(/\p{Cc}/u);
        }
        for (const { load } of report.lines) expect(load ?? 0).toBeLessThanOrEqual(100);
      }),
    );
  });

  it.each([
    ["number", `index, utilization.gpu\n0, ${"1".repeat(1_000_000)} 1 1`],
    ["directive", `# error:${" ".repeat(1_000_000)}x\u2028y`],
    ["process", `# processes: -\nMIG-GPU-${"a".repeat(1_000_000)}\u2028, 1, 1, x`],
    ["header", `${"x,".repeat(250_000)}${"name,".repeat(100_000)}index`],
    ["number in many lines", `index, uuid\n${`0, ${"1".repeat(8_000)} 1 1\n`.repeat(128)}`],
  ])("costs little time for a giant %s", (_what, giant) => {
    const begun = performance.now();
    const { lines, problems: told } = parseReport(`${giant}\n${HEADER}\n${LINE}\n`);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(told.list()).toMatchObject([{ kind: "unreadable" }]);
    expect(lines.length + Number(giant.startsWith("# processes"))).toBe(1);
  });

  it("loses no good line among any bad ones", () => {
    const bad = fc.constantFrom(
      "",
      "nonsense",
      LINE.slice(0, 40),
      "a,b,c",
      "MIG 1g",
      "\u0000",
      "# x",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(bad, fc.constant(LINE))), (lines) => {
        const good = lines.filter((line) => line === LINE).length;
        expect(read(HEADER, ...lines).lines).toHaveLength(good);
      }),
    );
  });
});
