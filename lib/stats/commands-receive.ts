/**
 * Takes in what agents send. Whoever sends it is told in one plain sentence what became of it: the
 * agent writes that into its log. The contract is in public/agent.sh.
 */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { bearerToken, hashOf } from "@/lib/agents/token";
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { handOverReport } from "@/lib/jobs/producers";
import { outageOf } from "@/lib/outage";
import { clockOffset } from "./report/times";

/** More than an agent ever sends at once, also when it catches up. */
const MOST_BYTES = 1024 * 1024;

/** Agents send every ten seconds or so, and twice a second while they catch up. */
const ofServer = new RateLimiterMemory({ points: 120, duration: 60 });
/** Wrong tokens from one address: a lab's servers may share one, and none of them guesses. */
const ofStranger = new RateLimiterMemory({ points: 60, duration: 60 });
/** Hashes of tokens that were right: whoever tries others from their address does not shut them out. */
const proven = new Set<string>();

/** An answer other than "taken": its status, what to say, and after how many seconds to try again. */
class Answer extends Error {
  constructor(
    readonly status: 400 | 401 | 413 | 415 | 422 | 429 | 503,
    sentence: string,
    readonly retryAfter?: number,
  ) {
    super(sentence);
  }
}

const TOO_LARGE = `A report may have ${MOST_BYTES / 1024} KiB.`;
const tooFast = (seconds: number) => new Answer(429, "Too many reports; slow down.", seconds);

/** Counts one against a limit. @throws Answer when there is no room */
async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (full) {
    if (!(full instanceof RateLimiterRes)) throw full;
    throw tooFast(Math.ceil(full.msBeforeNext / 1_000));
  }
}

const outage = outageOf("looking up agents");

type Sender = { serverId: number; now: Date };

const FIND_AGENT = `
  SELECT server_id AS "serverId", clock_timestamp() AS now FROM agent WHERE token_hash = $1`;

/** The server whose token came with a request. */
async function senderOf(request: Request, address: string): Promise<Sender> {
  const refused = new Answer(401, "Unknown or revoked token; make a new one on the server's page.");
  const token = bearerToken(request.headers.get("authorization"));
  const hash = token && hashOf(token);
  const key = hash?.toString("base64") ?? "";
  const strangers = await ofStranger.get(address);
  if (strangers && strangers.remainingPoints <= 0 && !proven.has(key))
    throw tooFast(Math.ceil(strangers.msBeforeNext / 1_000));
  if (hash) {
    await count(ofServer, key);
    const [found] = await sql<Sender>(FIND_AGENT, [hash]).catch((error: unknown) => {
      outage.began(error);
      throw new Answer(503, "The database is away; try again.", 5);
    });
    outage.ended();
    if (found) {
      proven.add(key);
      return found;
    }
    proven.delete(key);
  }
  await count(ofStranger, address);
  throw refused;
}

/** The bytes of a body, but not more than there may be. */
async function bytesOf(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    throw new Answer(413, TOO_LARGE);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Answer(413, TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

async function bodyOf(request: Request): Promise<string> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw new Answer(415, "Send the report as it is, or compressed with gzip.");
  }
  const sent = await bytesOf(request);
  const bytes =
    encoding === "identity"
      ? sent
      : await inflate(sent, { maxOutputLength: MOST_BYTES }).catch(({ code }) => {
          if (code === "ERR_BUFFER_TOO_LARGE") throw new Answer(413, TOO_LARGE);
          throw new Answer(400, "This is not gzip.");
        });
  // PostgreSQL knows no text with NUL in it.
  return new TextDecoder().decode(bytes).replaceAll("\u0000", "\ufffd");
}

/** The sender's own clock, in epoch ms, if it told it. */
function sentAt(request: Request): number | null {
  const seconds = request.headers.get("x-agent-time")?.trim() ?? "";
  return /^\d{1,12}(\.\d+)?$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

async function receive(request: Request, address: string): Promise<void> {
  const { serverId, now } = await senderOf(request, address);
  const times = { receivedAt: decisionTime(now).getTime(), sentAt: sentAt(request) };
  const report = { serverId, ...times, body: await bodyOf(request) };
  if (!(await handOverReport(report))) {
    throw new Answer(503, "The portal cannot take reports at the moment; try again.", 10);
  }
  const offset = clockOffset(times);
  if (offset !== null) {
    const seconds = Math.round(Math.abs(offset) / 1_000);
    const direction = offset > 0 ? "ahead" : "behind";
    throw new Answer(
      422,
      `This server's clock is ${seconds} s ${direction}; set it (timedatectl set-ntp true).`,
    );
  }
}

/** Takes a report in from `address`. 202: it will be stored, whatever fails meanwhile. */
export async function receiveReport(request: Request, address: string): Promise<Response> {
  try {
    await receive(request, address);
    return new Response(null, { status: 202 });
  } catch (answer) {
    if (!(answer instanceof Answer)) throw answer;
    const headers = new Headers({ "Content-Type": "text/plain; charset=utf-8" });
    if (answer.retryAfter) headers.set("Retry-After", String(answer.retryAfter));
    return new Response(`${answer.message}\n`, { status: answer.status, headers });
  }
}
