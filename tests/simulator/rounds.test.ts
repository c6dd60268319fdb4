import { describe, expect, it } from "vitest";
import { played, table } from "./words";

const SHORT = "submit,user,gpu,priority,hours";
const CLAIMS = `${SHORT},claim_minutes`;
const ALL = `${CLAIMS},release_hours,cancel_minutes`;

describe("a workload that is played", () => {
  it("gives turns in the order of priority, then of submission", async () => {
    const lines = await played(
      table(SHORT, "0,ann,g,1,1", "10,bob,g,2,1", "20,cyd,g,1,1", "30,dee,g,0,1"),
    );
    expect(lines).toEqual([
      "COMPLETED,0,0,3600",
      "COMPLETED,10800,10800,14400",
      "COMPLETED,7200,7200,10800",
      "COMPLETED,3600,3600,7200",
    ]);
  });

  it("takes equal instants in the order of the file, also where the file is not sorted", async () => {
    const lines = await played(table(SHORT, "10,ann,g,0,1", "5,bob,g,0,1", "5,cyd,g,0,1"));
    expect(lines).toEqual([
      "COMPLETED,7205,7205,10805",
      "COMPLETED,5,5,3605",
      "COMPLETED,3605,3605,7205",
    ]);
  });

  it("passes a turn on that nobody claims in time, and starts others when they are claimed", async () => {
    const lines = await played(table(CLAIMS, "0,ann,g,0,1,", "0,bob,g,0,1,59.5", "0,cyd,g,0,1,60"));
    expect(lines).toEqual([
      "EXPIRED,0,,3600",
      "COMPLETED,3600,7170,10770",
      // A start needs an instant before the deadline.
      "EXPIRED,10770,,14370",
    ]);
  });

  it("ends a use when it is released, and by its hours where that would be later", async () => {
    const lines = await played(
      table(ALL, "0,ann,g,0,2,0,0.5,", "0,bob,g,0,2,0,2,", "0,cyd,g,0,2,0,9,"),
    );
    expect(lines).toEqual([
      "COMPLETED,0,0,1800",
      "COMPLETED,1800,1800,9000",
      "COMPLETED,9000,9000,16200",
    ]);
  });

  it("cancels what waits or has its turn, and leaves alone what is in use", async () => {
    const lines = await played(
      table(
        ALL,
        "0,ann,g,0,1,0,,30",
        "0,bob,g,0,1,0,,30",
        "0,cyd,g,0,1,20,,70",
        "0,dee,g,0,1,0,,70",
      ),
    );
    expect(lines).toEqual([
      "COMPLETED,0,0,3600",
      "CANCELLED,,,1800",
      "CANCELLED,3600,,4200",
      // Cancellations come before turns, and those before what the turn allows.
      "CANCELLED,,,4200",
    ]);
  });

  it("rejects a second live reservation of a user on a GPU, and lets a later one in", async () => {
    const lines = await played(
      table(SHORT, "0,ann,g,0,1", "10,ann,g,0,1", "10,ann,h,0,1", "3600,ann,g,0,1"),
    );
    expect(lines).toEqual([
      "COMPLETED,0,0,3600",
      "REJECTED,,,",
      "COMPLETED,10,10,3610",
      // Ends come before submissions.
      "COMPLETED,3600,3600,7200",
    ]);
  });

  it("rejects what exceeds the cap over all GPUs", async () => {
    const rows = ["0,ann,g,0,1", "0,ann,h,0,1", "0,ann,i,0,1", "0,bob,g,0,1"];
    const statuses = async (maxLive: number | null) =>
      (await played(table(SHORT, ...rows), { maxLive })).map((line) => line.split(",")[0]);
    expect(await statuses(2)).toEqual(["COMPLETED", "COMPLETED", "REJECTED", "COMPLETED"]);
    expect(await statuses(null)).toEqual(["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED"]);
  });
});

describe("at one instant", () => {
  it("a cancellation frees the place before a submission, unless it comes of a submission there", async () => {
    const freed = await played(
      table(ALL, "0,bob,g,0,9,0,,", "0,ann,g,0,1,0,,10", "600,ann,g,0,1,0,,"),
    );
    expect(freed[2]).toBe("COMPLETED,32400,32400,36000");
    const tooLate = await played(table(ALL, "0,ann,g,0,1,0,,0", "0,ann,g,0,1,0,,"));
    // Submitted in the same round: the first is cancelled only in the next one.
    expect(tooLate).toEqual(["CANCELLED,0,,0", "REJECTED,,,"]);
  });

  it("a start loses against a claim window that closes, and a cancellation against nobody's start", async () => {
    expect(await played(table(ALL, "0,ann,g,0,1,30,,30", "0,bob,g,0,1,0,,"))).toEqual([
      "CANCELLED,0,,1800",
      "COMPLETED,1800,1800,5400",
    ]);
    expect(await played(table(CLAIMS, "0,ann,g,0,1,0.001"), { claimWindowMinutes: 0.001 })).toEqual(
      ["EXPIRED,0,,0.06"],
    );
  });

  it("the turns are given after all submissions, so that a later line of the file may go first", async () => {
    expect(await played(table(SHORT, "0,ann,g,1,1", "0,bob,g,0,1"))).toEqual([
      "COMPLETED,3600,3600,7200",
      "COMPLETED,0,0,3600",
    ]);
  });

  it("a use ends, the next turn is given and is started", async () => {
    expect(await played(table(SHORT, "0,ann,g,0,1", "3600,bob,g,0,1", "3600,cyd,h,0,1"))).toEqual([
      "COMPLETED,0,0,3600",
      "COMPLETED,3600,3600,7200",
      "COMPLETED,3600,3600,7200",
    ]);
  });
});

describe("quiet hours in a workload", () => {
  it("stop the claim window, in their zone", async () => {
    const rules = { quietHours: { start: "23:00", end: "08:00" } };
    const row = "2026-03-02T22:30:00+08:00,ann,g,0,1,";
    expect(await played(table(CLAIMS, row), rules)).toEqual([
      "EXPIRED,2026-03-02T22:30:00+08:00,,2026-03-03T08:30:00+08:00",
    ]);
  });
});
