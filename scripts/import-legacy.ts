/** `npm run import:legacy -- mysql://…`: brings over the original's data; docs/import.md. */
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import type { Place } from "../lib/legacy/cards";
import { OtherDatabase } from "../lib/legacy/commands-accounts";
import { settings } from "../lib/settings";
import { command } from "./command";
import { readAddress } from "./legacy/address";
import { runImport, tablesOf, type Wishes } from "./legacy/import";
import { Report } from "./legacy/report";
import { OldDatabase } from "./legacy/source";
import { say } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

const OPTIONS = {
  "dry-run": { type: "boolean", default: false },
  "time-zone": { type: "string" },
  server: { type: "string", default: "legacy" },
  card: { type: "string", multiple: true, default: [] as string[] },
  "without-statistics": { type: "boolean", default: false },
  report: { type: "string" },
} as const;

/** "5=gpu2/0": the old GPU 5 is card 0 of the server gpu2; without a name, of the server of all. */
function placeIn(text: string, server: string): [string, Place] {
  const [, id = "", name = server, index = ""] = /^(\d+)=(?:(.+)\/)?(\d{1,2})$/.exec(text) ?? [];
  if (id === "") throw new Failure(`--card ${text}: write it as 5=0 or 5=gpu2/0.`);
  return [id, { server: name, index: Number(index) }];
}

function wishesIn(values: ReturnType<typeof parse>["values"]): Wishes {
  const { server } = values;
  const timeZone = values["time-zone"] ?? settings().LAB_TIME_ZONE;
  try {
    Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new Failure(`--time-zone ${timeZone} is no time zone; write it as Asia/Taipei.`);
  }
  if (server.trim() === "" || server.length > 80) {
    throw new Failure("--server must be a name of 1 to 80 characters.");
  }
  return {
    isDryRun: values["dry-run"],
    timeZone,
    server,
    places: new Map(values.card.map((text) => placeIn(text, server))),
    withStatistics: !values["without-statistics"],
  };
}

const parse = () => parseArgs({ options: OPTIONS, allowPositionals: true });

const stamp = () => new Date().toISOString().replaceAll(/[:.]/g, "-");

/** What the portal's own database has against it, in a line. */
function explained(error: unknown): unknown {
  if (error instanceof OtherDatabase) {
    return new Failure(
      "This is another database than the one that was brought over before: the same ids are other people.",
    );
  }
  const code = Reflect.get(Object(error), "code");
  const message = error instanceof Error ? error.message : "";
  if (code === "42P01")
    return new Failure("The portal's database is not up to date: npm run migrate.");
  if (code === "ECONNREFUSED")
    return new Failure("The portal's database does not answer: start it.");
  if (error instanceof pg.DatabaseError || /Connection terminated/.test(message)) {
    return new Failure(
      `The portal's database refused: ${message}. Nothing of this table was taken.`,
    );
  }
  return error;
}

function stopWhenAsked(): void {
  let isAsked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // npm hands on what the terminal has sent already: it comes twice.
    process.on(signal, () => {
      if (isAsked) return;
      isAsked = true;
      // The database undoes what is not committed when the connection breaks.
      say("\nStopped. The tables named above are whole; of the next one nothing is taken.");
      process.stdout.write("", () => process.exit(130));
    });
  }
}

command(async () => {
  const { values, positionals } = parse();
  const [text, ...more] = positionals;
  if (!text || more.length > 0) {
    throw new Failure("Usage: npm run import:legacy -- mysql://user@host/database [--dry-run]");
  }
  const wishes = wishesIn(values);
  const address = await readAddress(text);
  stopWhenAsked();
  const old = await OldDatabase.open(address, tablesOf(wishes));
  const file = values.report ?? path.join(settings().DATA_DIR, `import-legacy-${stamp()}.csv`);
  const report = new Report(file);
  say(
    `Reading ${address.database} at ${address.host} (${old.version}); its times are taken as ${wishes.timeZone}.`,
  );
  try {
    await runImport(old, report, wishes);
  } catch (error) {
    throw explained(error);
  } finally {
    report.finish();
    await old.close();
  }
  if (wishes.isDryRun) say("This was a dry run: nothing was changed.");
});
