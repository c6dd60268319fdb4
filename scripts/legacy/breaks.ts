/** What can go wrong with the old database, in one line. */
import { Failure } from "../start/failure.mjs";
import type { OldAddress } from "./address";

const codeOf = (error: unknown): string => String(Reflect.get(Object(error), "code") ?? "");

const messageOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .slice(0, 200);

const NOT_MYSQL = "whoever answers there is no MySQL or MariaDB";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  ETIMEDOUT: `it does not answer, or ${NOT_MYSQL}`,
  ECONNRESET: `it hung up, or ${NOT_MYSQL}`,
  EPIPE: `it hung up, or ${NOT_MYSQL}`,
  PROTOCOL_CONNECTION_LOST: `it hung up, or ${NOT_MYSQL}`,
  ER_ACCESS_DENIED_ERROR: "the user or the password is wrong",
  ER_DBACCESS_DENIED_ERROR: "the user may not see this database",
  ER_BAD_DB_ERROR: "there is no such database",
  ER_HOST_NOT_PRIVILEGED: "it does not let this machine in",
  ER_CON_COUNT_ERROR: "it has too many connections",
};

/** Why the old database could not be opened. */
export function refusedBy(error: unknown, address?: OldAddress): Failure {
  const code = codeOf(error);
  const isGarbage = !code || /PACKET|HANDSHAKE|PROTOCOL|ERR_/.test(code);
  const reason = REASONS[code] ?? (isGarbage && address ? NOT_MYSQL : messageOf(error));
  const place = address
    ? ` ${address.user}@${address.host}:${address.port}/${address.database}`
    : "";
  return new Failure(`The old database${place} cannot be read: ${reason}.`);
}

/** Why the old database can be read no longer. */
export function broken(error: unknown): Failure {
  const lost = /LOST|ECONN|EPIPE|ETIMEDOUT|closed state/.test(
    `${codeOf(error)} ${messageOf(error)}`,
  );
  const reason = lost ? "the connection to it broke" : messageOf(error);
  return new Failure(
    `The old database cannot be read any further: ${reason}. Run this again; what was finished stays.`,
  );
}
