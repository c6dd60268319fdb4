/** `npm run --silent db:url`: the address of the database in use, for psql and the like. */
import { databaseUrl } from "../lib/settings";
import { command } from "./command";

command(async () => console.log(databaseUrl()));
