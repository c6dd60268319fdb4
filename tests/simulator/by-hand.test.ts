import { describe, expect, it } from "vitest";
import { readExample } from "./by-hand";
import { INSTANTS, QUIET_HOURS } from "./by-hand-instants";
import { ENDS, ORDER } from "./by-hand-order";
import { playReference } from "./reference";

const EXAMPLES = [...ORDER, ...ENDS, ...INSTANTS, ...QUIET_HOURS];

describe("the reference", () => {
  it.each(EXAMPLES)("$shows", (example) => {
    const { rows, options, outcomes } = readExample(example);
    expect(playReference(rows, options)).toEqual(outcomes);
  });
});
