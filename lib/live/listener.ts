/** A connection of its own that waits for PostgreSQL's notices. */
import pg from "pg";
import { outageOf } from "@/lib/outage";
import { databaseUrl } from "@/lib/settings";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

const outage = outageOf("listening to the database");

/** What a listener does when something is said. */
export type Heard = {
  /** Something was said on a channel. */
  readonly notice: (channel: string, said: string) => void;
  /** It begins to listen (anew), and nobody knows what was said before. */
  readonly listening: () => void;
};

/** Listens to channels. Connects again whenever the connection is lost. */
export class Listener {
  readonly #channels: readonly string[];
  readonly #heard: Heard;
  #client: pg.Client | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #isStopped = false;

  constructor(channels: readonly string[], heard: Heard) {
    this.#channels = channels;
    this.#heard = heard;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl(),
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: "gpusched live",
    });
    this.#client = client;
    // Followed by its end; without a listener Node would end the process.
    client.on("error", () => undefined);
    client.on("end", () => this.#connectLater(client));
    client.on("notification", ({ channel, payload }) => this.#heard.notice(channel, payload ?? ""));
    try {
      await client.connect();
      await client.query(this.#channels.map((channel) => `LISTEN ${channel}`).join("; "));
      outage.ended();
      this.#wait = FIRST_WAIT_MS;
      this.#heard.listening();
    } catch (error) {
      if (!this.#isStopped) outage.began(error);
      await client.end().catch(() => undefined);
      this.#connectLater(client);
    }
  }

  #connectLater(lost: pg.Client): void {
    if (this.#isStopped || this.#client !== lost) return;
    this.#client = undefined;
    this.#timer = setTimeout(() => void this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
