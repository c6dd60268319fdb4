/** The whole of gpusched while it is harmed: servers, workers, people, mails, and what was when. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { SETTING_NAMES } from "@/lib/settings";
import { MailSink, type SmtpFailure } from "@/tests/support/smtp";
import type { Spans } from "./due";
import { makePrograms, type Programs } from "./faster";
import { type Lab, makeLab } from "./lab";
import { type Harm, Program } from "./program";
import { Senders } from "./senders";
import { makePostgres, makeRedis, type Server } from "./servers";
import { type Part, Timeline } from "./timeline";

const root = fileURLToPath(new URL("../..", import.meta.url));
const POINTS = path.join(root, "tests/crash/points.mjs");

export type Backend = "PostgreSQL" | "Redis";

export type SystemOptions = {
  readonly backend: Backend;
  /** How many times faster reservations pass. */
  readonly speed: number;
  readonly claimWindowMinutes: number;
  readonly gpus: number;
  readonly people: number;
  readonly seed: number;
};

/** What a worker writes once it sweeps and takes jobs. */
const READY = "the worker sends mails";

/** A place for a worker, and who works there. */
export type Place = { readonly part: Part; worker: Program | undefined };

export class System {
  readonly timeline = new Timeline();
  readonly senders = new Senders();
  readonly places: readonly Place[] = [
    { part: "worker 1", worker: undefined },
    { part: "worker 2", worker: undefined },
  ];
  /** What ended or broke though nobody harmed it. */
  readonly surprises: string[] = [];
  people: Program | undefined;
  /** Every worker there was. */
  readonly workers: Program[] = [];

  private constructor(
    readonly options: SystemOptions,
    readonly postgres: Server,
    readonly redis: Server | null,
    readonly sink: MailSink,
    readonly database: pg.Pool,
    readonly lab: Lab,
    readonly programs: Programs,
    private readonly folder: string,
  ) {}

  static async start(options: SystemOptions): Promise<System> {
    // Below the project, so that the programs find their packages.
    const folder = mkdtempSync(path.join(root, "node_modules", ".crash-"));
    const programs = await makePrograms(folder, options.speed);
    const postgres = await makePostgres();
    const redis = options.backend === "Redis" ? await makeRedis() : null;
    const sink = await MailSink.start();
    const database = new pg.Pool({ connectionString: postgres.url, max: 2 });
    database.on("error", () => undefined);
    const lab = await makeLab(database, options.gpus, options.people);
    const system = new System(options, postgres, redis, sink, database, lab, programs, folder);
    mkdirSync(path.dirname(system.logFile), { recursive: true });
    rmSync(system.logFile, { force: true });
    system.timeline.up("postgres");
    system.timeline.up("smtp");
    return system;
  }

  /** How long what reservations are measured by takes, in ms. */
  get spans(): Spans {
    const { speed, claimWindowMinutes } = this.options;
    const hourMs = 3_600_000 / speed;
    return { hourMs, claimMs: Math.round((claimWindowMinutes * hourMs) / 60) };
  }

  /** Where everything is written that happened and was said. */
  get logFile(): string {
    return path.join(root, "test-results", `crash-${this.options.backend}.log`);
  }

  readonly note = (text: string): void => {
    appendFileSync(this.logFile, `${new Date().toISOString()} ${text.trimEnd()}\n`);
  };

  /** Ends what still runs, and takes everything away. */
  async remove(): Promise<void> {
    const programs = [this.people, ...this.places.map(({ worker }) => worker)];
    for (const program of programs) if (program?.isRunning) await program.kill();
    await this.database.end();
    await this.sink.stop();
    await this.redis?.remove();
    await this.postgres.remove();
    rmSync(this.folder, { recursive: true });
  }

  startWorker(place: Place): void {
    const name = this.senders.next();
    const worker = new Program({
      name: place.part,
      args: ["--enable-source-maps", "--import", POINTS, this.programs.worker],
      env: { ...this.#settings(), CRASH_SENDER: name },
      readyLine: READY,
      hear: this.note,
      hearWord: (word) => this.senders.hear(name, word),
      changed: () => {
        if (worker.isFrozen || !worker.isRunning) this.senders.harmed(name);
        if (worker.isWorking) this.timeline.up(place.part);
        else this.timeline.down(place.part);
      },
    });
    place.worker = worker;
    this.workers.push(worker);
    void worker.ended.then(() => {
      const { exitCode } = worker.child;
      if (exitCode !== null && exitCode !== 0) {
        this.surprises.push(`${place.part} ended with ${exitCode}: ${worker.log.slice(-2_000)}`);
      }
    });
  }

  startPeople(seed: number): void {
    const env = { ...this.#settings(), CRASH_SEED: `${seed}`, CRASH_LAB: JSON.stringify(this.lab) };
    const args = ["--enable-source-maps", this.programs.people];
    const people = new Program({ name: "people", args, env, hear: this.note });
    this.people = people;
    void people.ended.then(() => {
      const { exitCode } = people.child;
      if (exitCode !== null && exitCode !== 0) {
        this.surprises.push(`the web ended with ${exitCode}: ${people.log.slice(-2_000)}`);
      }
    });
  }

  /** Restarts who came to a point only when nobody waited for it any more. */
  revive(): void {
    for (const place of this.places) {
      if (!place.worker?.isRunning) this.startWorker(place);
      else if (place.worker.reached) place.worker.thaw();
    }
  }

  /** Waits until one of the workers has come to a point and was harmed there. */
  async harmAt(point: string, signal: Harm, patienceMs: number): Promise<Place | undefined> {
    const armed = this.places.filter(({ worker }) => worker?.isRunning && !worker.reached);
    for (const { worker } of armed) worker?.tell({ point, signal });
    const end = Date.now() + patienceMs;
    let harmed: Place | undefined;
    while (!harmed && Date.now() < end) {
      await sleep(10);
      harmed = armed.find(({ worker }) => worker?.reached === point);
    }
    for (const { worker } of armed) worker?.tell({ point: "", signal });
    return harmed;
  }

  failMails(failure: SmtpFailure): void {
    this.timeline.down("smtp");
    this.note(`mails fail: ${failure}`);
    this.sink.failure = failure;
    if (failure === "refuse") this.sink.cutConnections();
  }

  mendMails(): void {
    this.sink.failure = undefined;
    this.note("mails go");
    this.timeline.up("smtp");
  }

  #settings(): NodeJS.ProcessEnv {
    const none = Object.fromEntries(SETTING_NAMES.map((name) => [name, ""]));
    return {
      ...process.env,
      ...none,
      NODE_ENV: "production",
      DATABASE_URL: this.postgres.url,
      REDIS_URL: this.redis?.url ?? "",
      SMTP_URL: this.sink.url,
      NEXTAUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
      CLAIM_WINDOW_MINUTES: `${this.options.claimWindowMinutes}`,
      QUIET_HOURS: "none",
    };
  }
}
