/**
 * `npm run test:model -- --runs N --seed S`: as many random lives of a lab, from that seed, on the
 * core and on the commands in PostgreSQL. A failure prints the line that replays it.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";

const USAGE = "npm run test:model -- [--runs N] [--seed S] [--path P] [--only core|postgres]";
const FILES = ["core", "postgres"].map((name) => `tests/model/${name}.test.ts`);

function read() {
  const text = { type: "string" } as const;
  try {
    const options = { runs: text, seed: text, path: text, only: text };
    const { values } = parseArgs({ options });
    const { runs = "200", seed = String(Date.now() % 2 ** 31), only = "" } = values;
    const isRight = Number(runs) >= 1 && Number.isInteger(Number(seed));
    if (!isRight || !/^(core|postgres|)$/.test(only)) throw new Error(USAGE);
    return { runs, seed, path: values.path ?? "", only };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { runs, seed, path: found, only } = read();
process.stdout.write(`seed ${seed}\n`);
const files = FILES.filter((file) => file.includes(only));
const { status } = spawnSync(path.join("node_modules", ".bin", "vitest"), ["run", ...files], {
  stdio: "inherit",
  env: { ...process.env, MODEL_RUNS: runs, MODEL_SEED: seed, MODEL_PATH: found },
});
process.exit(status ?? 1);
