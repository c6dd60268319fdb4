/**
 * `npm run demo`: fills an empty portal with an invented lab, and says how to log in to it. Also run
 * by `npm start -- --demo`.
 */
import { randomPassword } from "../lib/accounts/commands-administrator";
import { fillDemo } from "../lib/demo/commands";
import { APPLICANT, labOf, PEOPLE } from "../lib/demo/lab";
import { command } from "./command";
import { Failure } from "./start/failure.mjs";

function describe(password: string): string {
  const widest = Math.max(...PEOPLE.map(({ username }) => username.length));
  const people = PEOPLE.map(
    (person) => `  ${person.username.padEnd(widest)}  ${person.name}（${labOf(person)}）`,
  );
  return [
    "The demo's accounts; the password of each is shown only this once:",
    ...people,
    `  ${APPLICANT.username.padEnd(widest)}  ${APPLICANT.name}（awaits approval）`,
    `  password  ${password}`,
  ].join("\n");
}

command(async () => {
  const password = randomPassword();
  const outcome = await fillDemo(password);
  if (outcome === "not-empty") {
    throw new Failure("Not filled: the portal has GPUs or accounts of its own already.");
  }
  console.log(outcome === "filled" ? describe(password) : "The demo lab is there already.");
});
