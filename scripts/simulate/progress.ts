/** A bar that fills up while something goes on: on a terminal, and there alone. */
const WIDTH = 40;

export type Bar = { readonly at: (done: number) => void; readonly end: () => void };

export function progressBar(label: string, whole: number): Bar {
  if (!process.stderr.isTTY) return { at: () => undefined, end: () => undefined };
  let shown = -1;
  return {
    at(done) {
      const share = whole > 0 ? Math.min(1, done / whole) : 1;
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      const filled = Math.round(share * WIDTH);
      const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      process.stderr.write(`\r${label} ${bar} ${percent} %`);
    },
    // Gone when it is over: what remains is the result.
    end: () => process.stderr.write("\r\x1b[K"),
  };
}
