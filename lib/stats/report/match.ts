/** Which GPU of the portal a card is that reports itself. */

/** What tells cards apart. */
export type Card = {
  readonly uuid: string | null;
  readonly pciBusId: string | null;
  readonly index: number | null;
};

/** A GPU of the portal, with what is known of its card. */
export type KnownGpu = Card & { readonly id: number; readonly index: number };

/**
 * The GPU of a server that a card is: the one with its UUID, else the one in its slot, else the one
 * with its number. A card whose UUID is known to differ is another card, wherever it sits.
 */
export function gpuOf<Gpu extends KnownGpu>(card: Card, gpus: readonly Gpu[]): Gpu | undefined {
  const same = card.uuid === null ? undefined : gpus.find(({ uuid }) => uuid === card.uuid);
  if (same) return same;
  const possible = gpus.filter(({ uuid }) => uuid === null || card.uuid === null);
  const inSlot = possible.find((gpu) => gpu.pciBusId !== null && gpu.pciBusId === card.pciBusId);
  if (inSlot) return inSlot;
  return possible.find(
    (gpu) => (gpu.pciBusId === null || card.pciBusId === null) && gpu.index === card.index,
  );
}

/** Names a card that is no GPU of the portal yet, among those of its server. */
export const keyOf = ({ uuid, pciBusId, index }: Card): string =>
  uuid ?? pciBusId ?? `index ${index}`;
