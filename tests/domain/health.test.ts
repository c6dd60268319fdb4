import { describe, expect, it } from "vitest";
import {
  type CardState,
  faultOf,
  incidentKey,
  incidentsOf,
  type ServerState,
} from "@/lib/domain/health";
import { MINUTE } from "@/lib/domain/words";
import { NOON } from "../support/core";

const card = (details: Partial<CardState> = {}): CardState => ({
  gpuId: 1,
  at: NOON,
  fault: null,
  temperature: 60,
  temperatureLimit: 90,
  ...details,
});
const server = (details: Partial<ServerState> = {}): ServerState => ({
  isWatched: true,
  heardAt: NOON,
  newestAt: NOON,
  hasNoCards: false,
  cards: [card()],
  ...details,
});

const wrong = (state: ServerState, open: string[] = [], now = NOON, listeningSince = 0) =>
  incidentsOf(state, new Map(open.map((key) => [key, NOON - MINUTE])), listeningSince, now).map(
    incidentKey,
  );

describe("what is wrong with a card", () => {
  it("is nothing while it reports like its neighbours", () => {
    expect(wrong(server())).toEqual([]);
  });

  it("is the fault that nvidia-smi tells, until it tells none", () => {
    const broken = server({ cards: [card({ fault: "requires-reset", temperature: null })] });
    expect(wrong(broken)).toEqual(["fault 1"]);
    expect(wrong(server(), ["fault 1"])).toEqual([]);
  });

  it("is that it vanished when the others are told without it", () => {
    const without = server({ cards: [card({ at: NOON - 2 * MINUTE - 1 }), card({ gpuId: 2 })] });
    expect(wrong(without)).toEqual(["vanished 1"]);
    expect(wrong(server({ cards: [card({ at: NOON - 2 * MINUTE })] }))).toEqual([]);
  });

  it("is that it vanished when nvidia-smi finds no card at all", () => {
    expect(wrong(server({ hasNoCards: true }))).toEqual(["vanished 1"]);
  });

  it("is that it vanished until a report comes in which cards stand", () => {
    const untold = server({ heardAt: NOON - MINUTE });
    expect(wrong(untold, ["vanished 1"])).toEqual(["vanished 1"]);
    expect(wrong(server(), ["vanished 1"])).toEqual([]);
  });

  it("is nothing when the whole server is silent: no data is no fault", () => {
    const silent = server({ heardAt: NOON - 60 * MINUTE, newestAt: NOON - 60 * MINUTE });
    const cards = [card({ at: NOON - 60 * MINUTE })];
    expect(wrong({ ...silent, cards })).toEqual(["silent server"]);
  });

  it("is heat above its limit, until it has cooled down by 5 degrees", () => {
    const at = (temperature: number | null) => server({ cards: [card({ temperature })] });
    expect(wrong(at(90))).toEqual([]);
    expect(wrong(at(91))).toEqual(["hot 1"]);
    expect(wrong(at(86), ["hot 1"])).toEqual(["hot 1"]);
    expect(wrong(at(86))).toEqual([]);
    expect(wrong(at(85), ["hot 1"])).toEqual([]);
    expect(wrong(at(null), ["hot 1"])).toEqual(["hot 1"]);
    expect(wrong(at(null))).toEqual([]);
  });
});

describe("a silent server", () => {
  const heardAt = NOON - 5 * MINUTE;

  it("is told after five minutes, and only while it should report", () => {
    expect(wrong(server({ heardAt }))).toEqual(["silent server"]);
    expect(wrong(server({ heardAt: heardAt + 1 }))).toEqual([]);
    expect(wrong(server({ heardAt, isWatched: false }))).toEqual([]);
    expect(wrong(server({ heardAt: null, newestAt: null, cards: [] }))).toEqual([]);
  });

  it("is not to blame for the time in which nobody listened", () => {
    expect(wrong(server({ heardAt }), [], NOON, NOON - MINUTE)).toEqual([]);
    expect(wrong(server({ heardAt }), [], NOON + 4 * MINUTE, NOON - MINUTE)).toEqual([
      "silent server",
    ]);
  });

  it("stays silent when listening begins anew", () => {
    expect(wrong(server({ heardAt }), ["silent server"], NOON, NOON)).toEqual(["silent server"]);
  });
});

describe("what keeps a GPU from giving turns", () => {
  it("is a fault before an absence, and neither heat nor silence", () => {
    const of = (state: ServerState) =>
      faultOf(incidentsOf(state, new Map(), 0, NOON + 60 * MINUTE), 1);
    expect(of(server({ cards: [card({ fault: "lost" })], hasNoCards: true }))).toBe("lost");
    expect(of(server({ hasNoCards: true }))).toBe("vanished");
    expect(of(server({ cards: [card({ temperature: 99 })] }))).toBeNull();
    expect(of(server({ cards: [card({ gpuId: 2, fault: "lost" })] }))).toBeNull();
  });
});
