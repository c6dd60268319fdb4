/** What changes of accesses do to those who wait, and how to tell whether that is still so. */
import { createHash } from "node:crypto";
import { forecast } from "@/lib/domain/forecast";
import type { GpuState, Instant } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import type { Change, Kept } from "./changes";
import type { Decided } from "./decide";

/** Somebody's reservation on a GPU. */
export type Concerned = { readonly id: number; readonly userId: number; readonly gpuId: number };

export type Effects = {
  readonly cancelled: readonly (Concerned & { readonly wasTurn: boolean })[];
  /** Turns that go back to waiting, because an access is suspended. */
  readonly withdrawn: readonly Concerned[];
  /** Those who get a turn. */
  readonly turns: readonly Concerned[];
};

/** What was decided about reservations, as far as it follows from the changes. */
export function effectsOf(changes: readonly Change[], decided: readonly Decided[]): Effects {
  const changed = new Set(changes.map(({ userId, gpuId }) => `${userId} ${gpuId}`));
  const happened = decided.flatMap(({ gpu, steps }) =>
    steps.map(({ step }) => ({
      event: step.event,
      isOfChanged: changed.has(`${step.after.userId} ${gpu.id}`),
      wasTurn: step.after.notifiedAt !== null,
      concerned: { id: step.after.id, userId: step.after.userId, gpuId: gpu.id },
    })),
  );
  const of = (name: string) => happened.filter(({ event }) => event === name);
  return {
    cancelled: of("cancelled").map(({ concerned, wasTurn }) => ({ ...concerned, wasTurn })),
    withdrawn: of("turn-withdrawn")
      .filter(({ isOfChanged }) => isOfChanged)
      .map(({ concerned }) => concerned),
    turns: of("turn-given").map(({ concerned }) => concerned),
  };
}

/** Places that change, of those who wait before and after; sorted by the new place. */
export function movesOf(
  gpuId: number,
  before: GpuState,
  after: GpuState,
  now: Instant,
): (Concerned & { from: number; to: number })[] {
  const [old, fresh] = [forecast(before, policy(), now), forecast(after, policy(), now)];
  return after.reservations
    .flatMap(({ id, userId }) => {
      const [from, to] = [old.get(id)?.place, fresh.get(id)?.place];
      return from && to && from !== to ? [{ id, userId, gpuId, from, to }] : [];
    })
    .sort((a, b) => a.to - b.to);
}

/** Changes when other reservations than before would be hit, or other accesses kept. */
export function digestOf({ cancelled, withdrawn }: Effects, kept: readonly Kept[]): string {
  const facts = [
    ...cancelled.map(({ id }) => `cancel ${id}`),
    ...withdrawn.map(({ id }) => `withdraw ${id}`),
    ...kept.map(({ userId, gpuId, why }) => `keep ${userId} ${gpuId} ${why}`),
  ];
  return createHash("sha256").update(facts.sort().join("\n")).digest("base64url");
}
