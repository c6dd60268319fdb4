/** Where the old database is, as the original's own settings wrote it. */
import { ask } from "../ask";
import { Failure } from "../start/failure.mjs";

export type OldAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

const EXAMPLE = "mysql://user:password@127.0.0.1:3306/database";

const SCHEME = /^(mysql|mariadb)(\+\w+)?:\/\//i;

function parsed(text: string): URL {
  // As SQLAlchemy writes it: "mysql+pymysql://".
  const plain = text.replace(SCHEME, "mysql://");
  if (SCHEME.test(text) && URL.canParse(plain)) {
    const url = new URL(plain);
    if (url.username !== "" && url.pathname.length > 1) return url;
  }
  throw new Failure(`This is no address of an old database; it looks like ${EXAMPLE}`);
}

/**
 * Reads an address; a password that it lacks is asked for on a terminal, where no list of processes
 * shows it. @throws Failure
 */
export async function readAddress(text: string): Promise<OldAddress> {
  const url = parsed(text);
  const isAsked = url.password === "" && process.stdin.isTTY;
  try {
    const user = decodeURIComponent(url.username);
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: Number(url.port || 3306),
      user,
      password: isAsked ? await ask(`Password of ${user}`, true) : decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
    };
  } catch (error) {
    if (error instanceof URIError) throw new Failure("A % in the address must be written as %25.");
    throw error;
  }
}
