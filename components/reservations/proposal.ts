"use client";

import { useSyncExternalStore } from "react";
import type { Instant } from "@/lib/domain/words";

/** What the form on the page is about to reserve; its hours in the timeline. */
export type Proposal = { readonly gpuId: number; readonly from: Instant; readonly to: Instant };

let current: Proposal | null = null;
const subscribers = new Set<() => void>();

/** Says what is about to be reserved; null for nothing yet. */
export function propose(proposal: Proposal | null): void {
  current = proposal;
  for (const changed of subscribers) changed();
}

function subscribe(changed: () => void): () => void {
  subscribers.add(changed);
  return () => subscribers.delete(changed);
}

/** What is about to be reserved. */
export function useProposal(): Proposal | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
}
