import { describe, expect, it } from "vitest";
import { readExample } from "./by-hand";
import { INSTANTS, QUIET_HOURS } from "./by-hand-instants";
import { ENDS, ORDER } from "./by-hand-order";
import { playSimulator } from "./in-process";
import { playReference } from "./reference";

const EXAMPLES = [...ORDER, ...ENDS, ...INSTANTS, ...QUIET_HOURS];

describe.each([
  ["simulator", playSimulator],
  ["reference", playReference],
])("the %s", (_, play) => {
  it.each(EXAMPLES)("$shows", async (example) => {
    const { rows, options, outcomes } = readExample(example);
    expect(await play(rows, options)).toEqual(outcomes);
  });
});
