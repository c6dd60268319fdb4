import { describe, expect, it } from "vitest";
import { queueFilterOf } from "@/app/queue-filter-of";
import { NO_PAST } from "@/lib/domain/past";
import { filterChoices, filterQueues, sortQueues } from "@/lib/reservations/queue-filter";
import type { Queue } from "@/lib/reservations/views";
import { gpu, NOON } from "../../support/core";

function queue(
  id: number,
  server: string,
  model: string,
  condition: Queue["condition"] = "free",
  holder: Queue["holder"] = null,
): Queue {
  return {
    gpu: {
      id,
      model,
      gpuName: `${server}-${id}`,
      server,
      cudaVersion: "13.0",
      enabled: true,
      fault: null,
    },
    condition,
    holder,
    waiters: [],
    access: { priority: 1, enabled: true },
    longestHours: 48,
    state: gpu([]),
    people: new Map(),
    past: NO_PAST,
    now: NOON,
  };
}

const lin = { name: "林怡君", lab: "視覺 Lab", userId: 7, isUsing: true, until: NOON + 1 };
const QUEUES = [
  queue(1, "gpu1", "RTX 4090", "held", lin),
  queue(2, "gpu1", "A100"),
  queue(3, "gpu2", "RTX 4090"),
  queue(10, "gpu2", "RTX 4090", "fault"),
];

const found = (query: Parameters<typeof queueFilterOf>[0]) =>
  filterQueues(QUEUES, queueFilterOf(query)).map(({ gpu: { id } }) => id);

describe("GPUs are found", () => {
  it.each([
    [{}, [1, 2, 3, 10]],
    [{ state: "free" }, [2, 3]],
    [{ state: "free", model: "RTX 4090" }, [3]],
    [{ server: "gpu2" }, [3, 10]],
    [{ search: "rtx gpu2" }, [3, 10]],
    [{ search: "ＲＴＸ　４０９０" }, [1, 3, 10]],
    [{ search: "怡君" }, [1]],
    [{ search: "vision" }, []],
  ])("by %j", (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  it.each([
    [{ state: "burning" }, [1, 2, 3, 10]],
    [{ state: ["free", "held"] }, [2, 3]],
    [{ state: "\u0000", server: "" }, [1, 2, 3, 10]],
    [{ server: "no such server" }, []],
    [{ search: "😀".repeat(5_000) }, []],
    [{ search: "  " }, [1, 2, 3, 10]],
    [{ state: undefined, search: "constructor" }, []],
  ])("whatever the URL says: %#", (query, ids) => {
    expect(found(query)).toEqual(ids);
  });
});

describe("GPUs are shown", () => {
  const order = (by: string) =>
    sortQueues(QUEUES, by, ({ gpu: { id } }) =>
      id === 10 ? null : id === 1 ? NOON + 5 : NOON,
    ).map(({ gpu: { id } }) => id);

  it("with the soonest start first, and last of which nobody knows", () => {
    expect(order("")).toEqual([2, 3, 1, 10]);
    expect(order("nonsense")).toEqual([2, 3, 1, 10]);
  });

  it("by model or by server, numbers by their value", () => {
    expect(order("model")).toEqual([2, 1, 3, 10]);
    expect(order("server")).toEqual([1, 2, 3, 10]);
  });

  it("with what there is to choose from among them", () => {
    expect(filterChoices(QUEUES)).toEqual({
      states: ["free", "held", "fault"],
      servers: ["gpu1", "gpu2"],
      models: ["A100", "RTX 4090"],
    });
  });
});
