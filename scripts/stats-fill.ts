/**
 * `npm run stats:fill`: fills an empty portal with the samples of many GPUs over some days, for
 * measuring and for looking at.
 */
import { parseArgs } from "node:util";
import { command } from "./command";
import { say } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";
import { fillPortal } from "./stats/fill";

const OPTIONS = {
  gpus: { type: "string", default: "100" },
  people: { type: "string", default: "24" },
  days: { type: "string", default: "7" },
  "interval-seconds": { type: "string", default: "10" },
} as const;

command(async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const number = (name: keyof typeof OPTIONS, most: number) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new Failure(`--${name} must be a whole number from 1 to ${most}.`);
  };
  const size = {
    gpus: number("gpus", 1_000),
    people: number("people", 900),
    days: number("days", 92),
    seconds: number("interval-seconds", 3_600),
  };
  const start = performance.now();
  await fillPortal(size, (day, samples) => {
    const seconds = (performance.now() - start) / 1_000;
    const date = new Date(day).toISOString().slice(0, 10);
    say(`${date}  ${samples.toLocaleString("en")} samples  ${seconds.toFixed(1)} s`);
  });
});
