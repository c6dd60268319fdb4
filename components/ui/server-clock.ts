"use client";

/** Beyond this many milliseconds a difference is the clock's, not the network's. */
const NETWORK_DELAY = 2_000;

let skew: number | undefined;

/**
 * How far the server's clock is ahead of this one, in ms: the instant written into the page
 * against the moment its first bytes came. Zero for a page that came out of the browser's cache.
 */
function measureSkew(): number {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const written = Number(document.documentElement.dataset.now);
  if (!page || !written || page.transferSize === 0) return 0;
  const difference = written - (performance.timeOrigin + page.responseStart);
  return Math.abs(difference) > NETWORK_DELAY ? difference : 0;
}

/** The server's time as far as the browser can tell, in epoch ms. Only in the browser. */
export function serverNow(): number {
  skew ??= measureSkew();
  return Date.now() + skew;
}
