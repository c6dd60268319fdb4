/**
 * `npm run bench -- <name>`: measures on a database of its own, which is gone afterwards. Figures
 * stand beside floors that were measured in the same run, since no two machines are alike.
 */
import { command } from "./command";
import { say } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

const BENCHES: Readonly<Record<string, { about: string; run: () => Promise<void> }>> = {
  storage: {
    about: "size and speed of a week of 100 GPUs' samples (about two minutes)",
    run: async () => (await import("./bench/storage")).benchStorage(),
  },
  ingest: {
    about: "reports from HTTP to stored and rolled up, on each job backend (about a minute)",
    run: async () => (await import("./bench/ingest")).benchIngest(),
  },
  turns: {
    about: "turns a second beside plain SQL, and with long queues and a long past (five minutes)",
    run: async () => (await import("./bench/turns")).benchTurns(),
  },
  mail: {
    about: "from a release to the next one's mail, beside sending it inline (about two minutes)",
    run: async () => (await import("./bench/mail")).benchMail(),
  },
  pages: {
    about: "JavaScript and layout shift of every page beside an empty one (about a minute)",
    run: async () => (await import("./bench/pages")).benchPages(),
  },
  lighthouse: {
    about: "Lighthouse's four categories for the pages people see first (about two minutes)",
    run: async () => (await import("./bench/lighthouse")).benchLighthouse(),
  },
  simulate: {
    about: "reservations that the simulator plays in a second (about half a minute)",
    run: async () => (await import("./bench/simulate")).benchSimulate(),
  },
};

command(async () => {
  const [name] = process.argv.slice(2);
  const bench = BENCHES[name ?? ""];
  if (bench) return bench.run();
  if (name) throw new Failure(`There is no ${name}; there are ${Object.keys(BENCHES).join(", ")}.`);
  say("npm run bench -- <name>");
  for (const [known, { about }] of Object.entries(BENCHES)) say(`  ${known.padEnd(8)}  ${about}`);
});
