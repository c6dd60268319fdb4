import { expect, it } from "vitest";
import { Core } from "./core";
import { optionsOf, say, timeoutOf } from "./options";
import { play } from "./run";

const options = optionsOf("core", 15_000);

it(
  "the core decides as the rules have it, whatever happens to a lab",
  async () => {
    const outcome = await play(options, () => new Core());
    say(options, outcome);
    expect(outcome.commands).toBeGreaterThan(0);
  },
  timeoutOf(options),
);
