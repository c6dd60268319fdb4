import { describe, expect, it } from "vitest";
import { missesOf } from "@/scripts/simulate/replay";
import { readText } from "./in-process";

const HEADER = "submit,user,gpu,priority,hours,claim_minutes,release_hours";

/** What each one's estimates missed: who was ahead, hours after the promise, hours after what was said. */
async function missed(...rows: string[]): Promise<string[]> {
  const workload = await readText([HEADER, ...rows].join("\n"));
  return missesOf(workload.rows).map(({ ahead, promised, said }) =>
    [ahead, promised, said].join(" "),
  );
}

describe("the replay of a workload", () => {
  it("finds nothing amiss where a GPU is free", async () => {
    expect(await missed("0,ann,g,0,8,0,2", "7200,bob,g,0,8,0,")).toEqual(["0 0 0", "0 0 0"]);
  });

  it("takes what is said from the turns of that GPU that were over by then, to the quarter of an hour", async () => {
    // Ann and Bob leave after two of eight hours. When Cyd comes at 3 h, Ann's turn is known, and
    // counts as one against three of all eight: of Bob's seven hours to come 13/16 are expected.
    // That is 08:41:15, said as 08:45; promised are 10:00; Cyd's turn is at 04:00.
    const rows = ["0,ann,g,0,8,0,2", "0,bob,g,0,8,0,2", "10800,cyd,g,0,8,0,"];
    expect(await missed(...rows)).toEqual(["0 0 0", "1 -6 -6", "1 -6 -4.75"]);
  });

  it("knows nothing of other GPUs", async () => {
    const rows = ["0,ann,h,0,8,0,2", "0,bob,g,0,8,0,4", "10800,cyd,g,0,8,0,"];
    expect(await missed(...rows)).toEqual(["0 0 0", "0 0 0", "1 -4 -4"]);
  });

  it("counts no reservation that never had a turn", async () => {
    expect(await missed("0,ann,g,0,8,0,", "1,ann,g,0,8,0,")).toEqual(["0 0 0"]);
  });
});
