/**
 * Which of several estimates holds for so many hours: each does from `fromHours` on, up to the next
 * one. Apart from what makes them, which no page needs.
 */
export function estimateFor<Each extends { readonly fromHours: number }>(
  estimates: readonly Each[],
  hours: number,
): Each | undefined {
  let holds: Each | undefined;
  for (const each of estimates) if (each.fromHours <= hours) holds = each;
  return holds;
}
