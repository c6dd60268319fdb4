"use client";

/**
 * Asks for the page anew, if the portal answers. While it is away (a restart, a lost network) Next
 * would leave the page, and what is being typed with it.
 */
export async function refreshWhenAlive(router: { refresh: () => void }): Promise<void> {
  const alive = await fetch("/api/alive", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (alive) router.refresh();
}
