import { connect } from "node:net";
import pg from "pg";
import { Failure } from "../start/failure.mjs";

/** Why a connection to a database was not made, in one line and without its password. */
export function unreachable(error: Error): Failure {
  // A name with several addresses fails with one error for each, and no message of its own.
  const { message } = error instanceof AggregateError ? error.errors[0] : error;
  return new Failure(`The database cannot be reached: ${message}.`);
}

/** What PostgreSQL has against a statement, in one line; any other error as it is. */
export function refused(error: unknown): unknown {
  const isBroken = error instanceof Error && error.message.startsWith("Connection terminated");
  if (!(error instanceof pg.DatabaseError) && !isBroken) return error;
  return new Failure(`The database refused: ${error.message}.`);
}

const LONGEST_ANSWER_MS = 2_000;

/** Whether somebody listens there: after a kill, the embedded database's address stays behind. */
export function answers(address: string): Promise<boolean> {
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
