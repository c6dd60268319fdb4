/** `npm run --silent db:url`: the address of the database in use, for psql and the like. */
import { databaseUrl, settings } from "../lib/settings";
import { command } from "./command";
import { answers } from "./database/reach";
import { Failure } from "./start/failure.mjs";

command(async () => {
  const address = databaseUrl();
  if (!settings().DATABASE_URL && !(await answers(address))) {
    throw new Failure("the embedded database does not run: start it with `npm start`");
  }
  console.log(address);
});
