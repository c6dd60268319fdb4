/** `npm run test:crash -- --minutes M [--seed S] [--backend PostgreSQL|Redis]`: M minutes on each backend. */
import { parseArgs } from "node:util";
import { command } from "@/scripts/command";
import { say } from "@/scripts/start/console.mjs";
import { Failure } from "@/scripts/start/failure.mjs";
import { longPlan } from "./plans";
import { described } from "./report";
import { play } from "./story";
import type { Backend } from "./system";

const BACKENDS: readonly Backend[] = ["PostgreSQL", "Redis"];

command(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "2" },
      seed: { type: "string", default: `${Date.now() % 1_000_000}` },
      backend: { type: "string" },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Failure("--minutes must be a number above 0.");
  const backends = BACKENDS.filter((name) => !values.backend || name === values.backend);
  if (backends.length === 0) throw new Failure(`--backend is one of ${BACKENDS.join(", ")}.`);
  let isBroken = false;
  for (const backend of backends) {
    say(`Jobs in ${backend}, seed ${values.seed} …`);
    const report = await play(backend, longPlan(minutes), Number(values.seed));
    say(described(report));
    isBroken ||= report.broken.length > 0;
  }
  if (isBroken) throw new Failure("A promise was broken.");
});
