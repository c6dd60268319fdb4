import { expect, it } from "vitest";
import { Ledger } from "@/lib/legacy/ledger";
import type { Finding } from "@/lib/legacy/words";

it("a key that would command the terminal is shown without what does so, and kept as it is", () => {
  const kept: Finding[] = [];
  const ledger = new Ledger((finding) => kept.push(finding));
  const id = `7/\x1b[2J\x9b31m${"0".repeat(1_000)}`;
  ledger.refused("user_gpu_access", id, "its user does not exist");
  ledger.remark("user", "-5", "name is written otherwise here");
  expect(kept[0]?.id).toBe(id);
  const shown = ledger.groups().flatMap(({ examples }) => examples);
  expect(shown).toEqual([`7/??2J?31m${"0".repeat(30)}…`, "-5"]);
});
