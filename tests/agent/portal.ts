/** Plays the portal for the agent: keeps what it is sent, and answers as a test wants. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** `hang` never answers; `cut` takes the report, and its answer gets lost. */
export type Answer = number | "hang" | "cut";

export type Report = {
  at: number;
  answer: Answer;
  headers: IncomingHttpHeaders;
  /** Inflated, without the line end of the last one. */
  lines: string[];
};

export const samplesOf = (lines: string[]) => lines.filter((line) => /^\d{4}\//.test(line));

export class Portal {
  readonly reports: Report[] = [];
  answer: Answer = 202;
  /** For 429 and 503, in seconds. */
  retryAfter: number | undefined;
  #port = 0;
  #server = createServer(async (request, response) => {
    if (request.url === "/agent.sh") return response.end(readFileSync("public/agent.sh"));
    if (request.url !== "/api/ingest" || request.method !== "POST")
      return response.writeHead(404).end("There is nothing here.\n");
    const { answer } = this;
    const sent = await buffer(request);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
    const lines = body.toString().split("\n");
    if (lines.pop() !== "") throw new Error("the last line is cut off");
    this.reports.push({ at: Date.now(), answer, headers: request.headers, lines });
    this.#reply(response, answer);
  });

  /** Listens on a free port of 127.0.0.1, the same one after a stop. */
  async start(): Promise<this> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Lines of the reports that were taken, lost answers included. */
  get taken(): string[] {
    return this.reports
      .filter(({ answer }) => answer === 202 || answer === "cut")
      .flatMap(({ lines }) => lines);
  }

  /** Those of them that are samples, in the order of their arrival. */
  get samples(): string[] {
    return samplesOf(this.taken);
  }

  /** How many reports came with this answer. */
  count(answer: Answer): number {
    return this.reports.filter((report) => report.answer === answer).length;
  }

  #reply(response: ServerResponse, answer: Answer): void {
    if (answer === "hang") return;
    if (answer === "cut") {
      response.destroy();
      return;
    }
    if (this.retryAfter) response.setHeader("Retry-After", this.retryAfter);
    response.writeHead(answer).end(answer === 202 ? "" : `The portal says ${answer}.\n`);
  }
}
