/** What real machines printed, where it lies beside the repository; the project itself needs none of it. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseReport } from "@/lib/stats/report/parse";

const FOLDER = "../shared/data/nvidia-smi";

const read = (file: string) => parseReport(readFileSync(`${FOLDER}/${file}`, "utf8"));

describe.skipIf(!existsSync(FOLDER))(`real output, in ${FOLDER}`, () => {
  it.each([
    "1xH100-units.csv",
    "1xT4-na.csv",
    "4xA100-units-noheader.csv",
    "4xT4-nounits.csv",
    "8xH100-extra-columns.csv",
    "faulted.csv",
  ])("is read whole: %s", (file) => {
    const { lines, problems } = read(file);
    const text = readFileSync(`${FOLDER}/${file}`, "utf8");
    const samples = text.split("\n").filter((line) => /^\d/.test(line));
    expect(problems.list()).toEqual([]);
    expect(lines).toHaveLength(samples.length);
    for (const { memoryTotal, memoryUsed, name } of lines) {
      expect(name).not.toBeNull();
      expect(memoryTotal).toBeGreaterThan(10_000);
      expect(memoryUsed).toBeGreaterThanOrEqual(0);
    }
  });

  it("of a card that must be reset tells the fault, and nothing of its neighbour", () => {
    expect(read("faulted.csv").lines).toMatchObject([
      { index: 0, fault: "requires-reset", temperature: null, load: null, memoryUsed: 58222 },
      { index: 1, fault: null, temperature: 31, load: 0, memoryUsed: 2 },
    ]);
  });

  it("without a header and with units is read in the original's order", () => {
    expect(read("4xA100-units-noheader.csv").lines[3]).toMatchObject({
      at: Date.UTC(2024, 5, 1, 11, 27, 15, 309),
      pciBusId: "00000000:8B:00.0",
      pstate: 0,
      temperature: 42,
      load: 3,
      memoryLoad: 0,
      memoryUsed: 38803,
    });
  });
});
