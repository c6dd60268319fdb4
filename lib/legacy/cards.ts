/** Where an old GPU is plugged in: the original knew of one machine, and did not write it down. */
export type Place = { readonly server: string; readonly index: number };

/** What whoever runs the import says of it. */
export type CardNames = {
  /** The machine of which the old statistics are. */
  readonly server: string;
  /** By old id, where it is not as it seems. */
  readonly places: ReadonlyMap<string, Place>;
};

/**
 * The place of each old GPU, by its id. Unless it is said otherwise, they are cards of one server,
 * numbered from 0 in the order of their ids, as nvidia-smi would number them.
 */
export function cardsOf(ids: readonly string[], { server, places }: CardNames): Map<string, Place> {
  return new Map(ids.map((id, index) => [id, places.get(id) ?? { server, index }]));
}

/** The old GPU that each card number of the statistics is. */
export function gpusByCard(cards: ReadonlyMap<string, Place>, server: string): Map<number, string> {
  const own = [...cards].filter(([, place]) => place.server === server);
  return new Map(own.map(([id, place]) => [place.index, id]));
}
