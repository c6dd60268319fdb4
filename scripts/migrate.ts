/** `npm run migrate`: brings the database in use up to date. */
import { databaseUrl } from "../lib/settings";
import { command } from "./command";
import { migrate } from "./database/migrate";

command(async () => {
  const applied = await migrate(databaseUrl());
  console.log(applied.length ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
});
