/** How far something has come: a bar on a terminal, elsewhere a line now and then. */
import { say } from "../start/console.mjs";

const WIDTH = 30;
/** Off a terminal a line is said at every tenth. */
const TENTH = 10;

export function progress(name: string, total: number) {
  const isShown = process.stdout.isTTY;
  const start = performance.now();
  let done = 0;
  let said = 0;
  const number = (value: number) => value.toLocaleString("en");
  function line(): string {
    const share = total === 0 ? 1 : done / total;
    const filled = Math.round(share * WIDTH);
    const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
    const seconds = Math.round((performance.now() - start) / 1_000);
    const percent = String(Math.floor(share * 100)).padStart(3);
    return `${name}  ${bar} ${percent} %  ${number(done)} of ${number(total)}  ${seconds} s`;
  }
  return {
    tell(rows: number): void {
      done = Math.min(total, done + rows);
      const tenth = total === 0 ? TENTH : Math.floor((done / total) * TENTH);
      if (isShown) process.stdout.write(`\r${line()}`);
      else if (tenth > said) say(line());
      said = tenth;
    },
    end(): void {
      if (isShown) process.stdout.write("\r\x1b[2K");
    },
  };
}
