/**
 * The whole portal for one run: PostgreSQL, web and worker as the processes that production runs,
 * a mail server, and the administrator that `npm run admin:create` makes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "@/scripts/database/migrate";
import { freePort } from "@/scripts/ports";
import { startPostgres } from "@/scripts/postgres/server";
import { startFront } from "../../deploy/front";
import { leaksIn } from "../../support/leaks";
import { MailSink } from "../../support/smtp";
import { logFile } from "./address";
import type { Letter } from "./mails";
import { PASSWORD as VISITORS_PASSWORD } from "./people";

/** Short enough to wait for, long enough to press Start on a slow machine. */
const RULES = {
  CLAIM_WINDOW_MINUTES: "0.3",
  QUIET_HOURS: "none",
  ENDING_SOON_MINUTES: "60,0.1",
};

const PASSWORD = "seventeen-amber-cards";

/** What people type in these tests, and what signs their sessions. */
const PASSWORDS = [PASSWORD, VISITORS_PASSWORD, "copper-lantern-31", "only-for-the-browser-tests"];

const undo: (() => unknown)[] = [];

export default async function setup(): Promise<() => Promise<void>> {
  try {
    await startEverything();
  } catch (error) {
    await stopEverything();
    throw error;
  }
  return stopEverything;
}

async function stopEverything(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

async function startEverything(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-e2e-"));
  undo.push(() => rmSync(dataDir, { recursive: true }));
  // When all is stopped, and nobody can write any more.
  undo.push(checkLog);
  const database = await startPostgres({ dataDir, settings: { fsync: "off" } });
  undo.push(database.stop);
  await migrate(database.url);
  const sink = await MailSink.start();
  undo.push(() => sink.stop());

  // As it is deployed (playwright.deploy.config.ts), or by itself.
  const front = process.env.E2E_BEHIND_NGINX ? await startFront() : null;
  if (front) undo.push(front.stop);
  const ports = front?.web ?? [await freePort()];
  const portal = front?.url ?? `http://127.0.0.1:${ports[0]}`;
  Object.assign(process.env, RULES, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: "only-for-the-browser-tests-only-for-them",
    NEXTAUTH_URL: portal,
    SMTP_URL: sink.url,
    SENDER_EMAIL: "gpusched@example.org",
    TRUST_PROXY: front ? "1" : "0",
    HOST: "127.0.0.1",
    PORT: String(ports[0]),
    E2E_PROXY: front?.proxy ?? "",
    E2E_HTTPS_PORT: front ? String(front.https) : "",
    E2E_PORTAL: portal,
    E2E_LOG: path.join(dataDir, "portal.log"),
    E2E_MAILS: await publishMails(sink),
    E2E_ADMINISTRATOR: "keeper",
    E2E_PASSWORD: PASSWORD,
  });
  delete process.env.REDIS_URL;

  await createAdministrator();
  run("dist/worker.mjs");
  for (const port of ports) {
    const web = run("dist/web.mjs", { PORT: String(port) });
    await untilAnswers(`http://127.0.0.1:${port}`, web);
  }
}

/** Whatever people did in this run, the log tells of nobody's address, password or token. */
function checkLog(): void {
  if (!existsSync(process.env.E2E_LOG ?? "")) return;
  const leaks = leaksIn(readFileSync(logFile(), "utf8"), PASSWORDS);
  if (leaks.length > 0) throw new Error(`the log may not hold this:\n${leaks.join("\n")}`);
}

async function createAdministrator(): Promise<void> {
  const options = ["--username=keeper", "--name=Keeper", "--email=keeper@example.org"];
  const more = ["--phone=0900000000", "--lab=Operations", "--password-stdin"];
  const args = ["--import", "tsx", "scripts/create-admin.ts", ...options, ...more];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(PASSWORD);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error("npm run admin:create failed");
}

/** Runs a built entry as `npm run web` and `npm run worker` do. */
function run(entry: string, changes: Record<string, string> = {}): ChildProcess {
  const env = { ...process.env, ...changes, NODE_ENV: "production" } as const;
  const child = spawn(process.execPath, ["--enable-source-maps", entry], {
    env,
    stdio: ["inherit", "inherit", "pipe"],
  });
  child.stderr.pipe(process.stderr, { end: false });
  child.stderr.pipe(createWriteStream(logFile(), { flags: "a" }));
  undo.push(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`${entry} ended with ${code} when it was told to stop`);
  });
  return child;
}

async function untilAnswers(portal: string, web: ChildProcess): Promise<void> {
  while (web.exitCode === null) {
    if (
      await fetch(portal).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error("the web server did not start; was `npm run build` run?");
}

/** Lets the tests, which run in another process, read what the mail server received. */
async function publishMails(sink: MailSink): Promise<string> {
  const server = createServer((_request, response) => {
    const letters = sink.received.map(
      ({ recipients, mail }): Letter => ({
        to: recipients[0] ?? "",
        subject: mail.subject ?? "",
        text: mail.text ?? "",
        html: mail.html || "",
        messageId: mail.messageId ?? "",
      }),
    );
    response.end(JSON.stringify(letters));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
