/** `npm run --silent db:url`: the address of the database in use, for psql and the like. */
import { connect } from "node:net";
import { databaseUrl, settings } from "../lib/settings";
import { command } from "./command";
import { Failure } from "./start/failure.mjs";

const LONGEST_ANSWER_MS = 2_000;

/** Whether somebody listens there: after a kill, the embedded database's address stays behind. */
function answers(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: LONGEST_ANSWER_MS });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => say(true));
    socket.once("timeout", () => say(false));
    socket.once("error", () => say(false));
  });
}

command(async () => {
  const address = databaseUrl();
  if (!settings().DATABASE_URL && !(await answers(address))) {
    throw new Failure("the embedded database does not run: start it with `npm start`");
  }
  console.log(address);
});
