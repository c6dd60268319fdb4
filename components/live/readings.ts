"use client";

import { useSyncExternalStore } from "react";
import type { Reading } from "@/lib/stats/views";
import { listen } from "./event-source";

const newest = new Map<number, Reading>();
const subscribers = new Set<() => void>();
let stop: (() => void) | undefined;

function receive(data: unknown): void {
  for (const reading of data as readonly Reading[]) {
    const known = newest.get(reading.gpuId);
    if (!known || known.at < reading.at) newest.set(reading.gpuId, reading);
  }
  for (const changed of subscribers) changed();
}

function poll(): void {
  fetch("/api/readings", { cache: "no-store" })
    .then(async (answer) => answer.ok && receive(await answer.json()))
    // The next one may succeed.
    .catch(() => undefined);
}

function subscribe(changed: () => void): () => void {
  if (subscribers.size === 0) stop = listen("readings", { receive, poll });
  subscribers.add(changed);
  return () => {
    subscribers.delete(changed);
    if (subscribers.size === 0) stop?.();
  };
}

/** The newest reading of a GPU, beginning with the one that came with the page. */
export function useReading(gpuId: number, initial: Reading | null): Reading | null {
  const told = useSyncExternalStore(
    subscribe,
    () => newest.get(gpuId),
    () => undefined,
  );
  return told && (!initial || told.at > initial.at) ? told : initial;
}
