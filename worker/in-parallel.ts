/**
 * Works on every item, `width` at a time. One that fails does not keep the others from their turn.
 * @throws Error when some failed, with the first failure as its cause
 */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const failures: unknown[] = [];
  const runner = async () => {
    for (const item of waiting) await work(item).catch((error) => failures.push(error));
  };
  await Promise.all(Array.from({ length: width }, runner));
  const [cause] = failures;
  if (cause) throw new Error(`${failures.length} of ${items.length}: ${cause}`, { cause });
}
