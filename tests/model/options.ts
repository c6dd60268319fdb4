/** How long the tests of the model last, and from which seed: what `npm run test:model` was told. */
import { type Options, type Outcome, SHRINK_MS } from "./run";

const number = (text: string | undefined) => (text ? Number(text) : undefined);

/** What was asked for; else as many lives as fit into a test run of everything. */
export function optionsOf(name: Options["name"], milliseconds: number): Options {
  const { MODEL_RUNS, MODEL_SEED, MODEL_PATH } = process.env;
  const [runs, seed] = [number(MODEL_RUNS), number(MODEL_SEED)];
  const limit = runs === undefined ? milliseconds : undefined;
  return { name, runs: runs ?? 10_000, seed, path: MODEL_PATH, milliseconds: limit };
}

/** For a test: no limit where somebody asked for so many runs. */
export const timeoutOf = ({ milliseconds }: Options): number =>
  milliseconds === undefined ? 0 : milliseconds + 2 * SHRINK_MS;

/** Says what was done, and how to do it again. */
export function say({ name }: Options, { commands, lives, seed }: Outcome): void {
  const again = `npm run test:model -- --only ${name} --runs ${lives} --seed ${seed}`;
  console.info(`${name}: ${commands} commands in ${lives} lives, as by ${again}`);
}
