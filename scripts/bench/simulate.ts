/** `npm run bench -- simulate`: how many reservations a second the simulator plays. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "../../lib/demo/random";
import { play } from "../../lib/simulator/play";
import { readWorkload } from "../../lib/simulator/read";
import type { Rules } from "../../lib/simulator/workload";
import { say } from "../start/console.mjs";
import { compared, fastest, fraction, ms, sayMachine, table } from "./measure";

const ROWS = 100_000;
const RULES: Rules = {
  claimWindowMinutes: 60,
  quietHours: null,
  timeZone: "Asia/Taipei",
  maxLive: null,
};

/** A workload of half a year on 100 cards, in which half of the people wait. */
function inventWorkload(): string {
  const random = new Random(1);
  const lines = ["submit,user,gpu,priority,hours,claim_minutes,release_hours,cancel_minutes"];
  let submit = 1_767_225_600;
  for (let row = 0; row < ROWS; row++) {
    submit += random.between(0, 300);
    const cells = [
      submit,
      `user-${random.between(1, 3_000)}`,
      `gpu-${random.between(1, 100)}`,
      random.between(0, 2),
      random.between(1, 12),
      random.chance(10) ? "" : random.between(0, 650) / 10,
      random.chance(50) ? random.between(1, 50) / 10 : "",
      random.chance(10) ? random.between(0, 6_000) / 10 : "",
    ];
    lines.push(cells.join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** Reads a file, takes its lines and cells apart, puts them together again, and writes it. */
const FLOOR = `
  const { readFileSync, writeFileSync } = require("node:fs");
  const rows = readFileSync(process.argv[1], "utf8").split("\\n").map((line) => line.split(","));
  writeFileSync(process.argv[2], rows.map((cells) => cells.join(",")).join("\\n"));`;

const runNode = (...args: string[]) => execFileSync(process.execPath, args, { stdio: "ignore" });

/** As `npm run simulate` has it: what was read and played lives until the end. */
const HEAP = "--initial-heap-size=1024";

/** So many reservations a second are played at least. */
const LEAST = 50_000;

const count = (figure: number) => Math.round(figure).toLocaleString("en");

/** How many reservations a second that is, and whether it is enough. */
function speed(took: number): string {
  const figure = (ROWS / took) * 1_000;
  return `${count(figure)} a second (at least ${count(LEAST)}: ${figure >= LEAST ? "kept" : "NOT KEPT"})`;
}

/** Prints it as a table: the whole command with its start, beside the least that one must do. */
export async function benchSimulate(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "simulate-"));
  try {
    const [input, output] = [path.join(folder, "in.csv"), path.join(folder, "out.csv")];
    writeFileSync(input, inventWorkload());
    const files = ["--input", input, "--output", output];
    const { rows } = await readWorkload(input);
    const took = await compared(
      8,
      {
        command: async () => runNode(HEAP, "scripts/simulate.mjs", ...files),
        floor: async () => runNode("-e", FLOOR, input, output),
        core: async () => play(rows, RULES),
      },
      fastest,
    );
    sayMachine();
    say(`${count(ROWS)} reservations, the fastest of eight rounds`);
    table([
      ["the whole command", ms(took.command), speed(took.command)],
      [
        "reading and writing the file alone",
        ms(took.floor),
        `${fraction(took.floor, took.command)} of the command`,
      ],
      ["playing alone", ms(took.core), speed(took.core)],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
