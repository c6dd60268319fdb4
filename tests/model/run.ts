/** Plays random lives on the model and on what is tried, and compares after every command. */
import fc from "fast-check";
import { lives } from "./lives";
import { Model } from "./model";
import { difference, type Picture } from "./picture";
import type { Command } from "./words";

/** What is compared with the model: one lab, fresh. */
export type Tried = {
  /** Answers "done", or why not. */
  do(command: Command): string | Promise<string>;
  look(): Picture | Promise<Picture>;
};

export type Options = {
  /** Which test replays it. */
  readonly name: "core" | "postgres";
  readonly runs: number;
  readonly seed?: number;
  /** Where in the run of a seed a failure was found. */
  readonly path?: string;
  /** Begins no further life after so long. */
  readonly milliseconds?: number;
};

export type Outcome = { readonly lives: number; readonly commands: number; readonly seed: number };

/** Does one command on both. @throws Error with what differs */
async function step(model: Model, tried: Tried, wanted: Command): Promise<void> {
  const command = model.resolve(wanted);
  const allowed = model.do(command);
  const answer = await tried.do(command);
  const told = allowed.includes(answer)
    ? difference(model, await tried.look())
    : `it answered ${answer} instead of ${allowed.join(" or ")}`;
  if (told) throw new Error(`after ${JSON.stringify(command)} at minute ${model.now}:\n${told}`);
}

/** How long a failure is made smaller. */
export const SHRINK_MS = 60_000;

/** @throws Error that says what differs after which commands, and how to see it again */
export async function play(
  { name, runs, seed, path, milliseconds = Number.POSITIVE_INFINITY }: Options,
  fresh: () => Tried | Promise<Tried>,
): Promise<Outcome> {
  let end = performance.now() + milliseconds;
  const counted = { lives: 0, commands: 0 };
  let hasFailed = false;
  const life = fc.asyncProperty(lives, async (commands) => {
    if (performance.now() > end) return;
    const model = new Model();
    const tried = await fresh();
    counted.lives++;
    try {
      for (const command of commands) {
        await step(model, tried, command);
        counted.commands++;
      }
    } catch (error) {
      if (!hasFailed) end = performance.now() + SHRINK_MS;
      hasFailed = true;
      throw error;
    }
  });
  const details = await fc.check(life, { numRuns: runs, seed, path: path || undefined });
  if (!details.failed) return { ...counted, seed: details.seed };
  const [commands = []] = details.counterexample ?? [];
  const { errorInstance } = details;
  throw new Error(
    [
      errorInstance instanceof Error ? (errorInstance.stack ?? "") : String(errorInstance),
      "the commands:",
      ...commands.map((command) => `  ${JSON.stringify(command)}`),
      "again:",
      `  npm run test:model -- --only ${name} --seed ${details.seed} --path ${details.counterexamplePath}`,
    ].join("\n"),
  );
}
