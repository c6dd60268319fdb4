/**
 * What GET /api/metrics tells. What the whole portal did is read from the database, so that every
 * web process tells the same; only requests are each process's own.
 */
import { Registry } from "prom-client";
import { shared, within } from "./bounded";
import { MAIL_SECONDS, WAIT_SECONDS } from "./buckets";
import { readHealth } from "./health";
import { ownRegistry } from "./http";
import type { Health } from "./judge";
import { failedMails, GPU_STATES, heardServers, watchedGpus } from "./queries-gpus";
import { totals } from "./queries-totals";
import { counter, gauge, histogram } from "./shown";
import type { Tallies } from "./tally";

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const LONGEST_MS = 5_000;
const SECOND = 1_000;

async function readAll() {
  const [gpus, servers, failed, counted] = await Promise.all([
    watchedGpus(),
    heardServers(),
    failedMails(),
    totals(),
  ]);
  return { gpus, servers, failed, counted };
}
const askAll = shared(readAll);

type All = Awaited<ReturnType<typeof readAll>>;

function tellParts(registry: Registry, health: Health): void {
  const { database, jobs, worker, turns, mail } = health;
  const up = (name: string, ok: boolean) => [ok ? 1 : 0, { part: name }] as const;
  gauge(registry, "gpusched_ok", "Whether a part of the portal does what it should.", [
    up("database", database.ok),
    up("jobs", jobs.ok),
    up("worker", worker.ok),
    up("turns", turns.ok),
    up("mail", mail.ok),
  ]);
  if (jobs.queues) {
    const { queues } = jobs;
    gauge(
      registry,
      "gpusched_jobs",
      "Jobs that wait for the worker, or that it has in its hands.",
      (["mail", "report"] as const).flatMap((queue) =>
        (["waiting", "active"] as const).map(
          (state) => [queues[queue][state], { queue, state }] as const,
        ),
      ),
    );
  }
}

function tellSigns(registry: Registry, { worker, turns, mail }: Health): void {
  gauge(registry, "gpusched_workers", "Workers that are at work.", [[worker.alive]]);
  if (worker.silentMs !== null) {
    const help = "How long ago a worker finished a round of its sweep.";
    gauge(registry, "gpusched_worker_silence_seconds", help, [[worker.silentMs / SECOND]]);
  }
  const due = "GPUs on which something is due that the worker has not done yet.";
  gauge(registry, "gpusched_due_gpus", due, [[turns.dueGpus]]);
  const oldest = "For how long the oldest of it is due: a turn, an end, a claim deadline.";
  gauge(registry, "gpusched_oldest_due_seconds", oldest, [[(turns.oldestDueMs ?? 0) / SECOND]]);
  const unsent = "For how long the oldest mail of the outbox waits to be sent.";
  gauge(registry, "gpusched_oldest_unsent_mail_seconds", unsent, [
    [(mail.oldestUnsentMs ?? 0) / SECOND],
  ]);
}

function tellGpus(registry: Registry, { gpus, servers }: All): void {
  gauge(
    registry,
    "gpusched_queue_length",
    "Reservations that wait for a GPU.",
    gpus.map(({ gpu, waiting }) => [waiting, { gpu }]),
  );
  gauge(
    registry,
    "gpusched_gpus",
    "GPUs by what they are doing.",
    GPU_STATES.map((state) => [gpus.filter((gpu) => gpu.state === state).length, { state }]),
  );
  gauge(
    registry,
    "gpusched_agent_last_report_timestamp_seconds",
    "When a server's statistics agent reported the last time.",
    servers.map(({ server, heardAt }) => [heardAt / SECOND, { server }]),
  );
}

function tellMails(registry: Registry, { mail }: Health, { failed, counted }: All): void {
  gauge(registry, "gpusched_outbox_mails", "Mails that have not left; given up: of seven days.", [
    [mail.untried, { state: "waiting" }],
    [mail.retried, { state: "retrying" }],
    [failed, { state: "given-up" }],
  ]);
  counter(
    registry,
    "gpusched_mail_attempts_total",
    "Mails that the mail server took, refused, or could not be offered.",
    ["sent", "refused", "unavailable"].map((outcome) => [counted.of("mail", outcome), { outcome }]),
  );
}

function tellCounts(registry: Registry, counted: Tallies): void {
  const told = [
    ["reserved", "gpusched_reservations_total", "Reservations that were made."],
    ["turn", "gpusched_turns_total", "Turns that were given."],
    ["passed-on", "gpusched_turns_passed_on_total", "Turns that nobody claimed in time."],
    ["completed", "gpusched_uses_completed_total", "Uses that have ended."],
    ["cancelled", "gpusched_reservations_cancelled_total", "Reservations that were cancelled."],
  ] as const;
  for (const [label, name, help] of told) {
    counter(registry, name, help, [[counted.of("reservation", label)]]);
  }
  histogram(
    registry,
    "gpusched_turn_wait_seconds",
    "How long those waited who got their turn, from the reservation.",
    { of: "turn-wait", tallies: counted, bounds: WAIT_SECONDS },
  );
  histogram(
    registry,
    "gpusched_turn_mail_delay_seconds",
    "From a turn until the mail server has taken its mail.",
    { of: "turn-mail", tallies: counted, bounds: MAIL_SECONDS },
  );
  counter(
    registry,
    "gpusched_jobs_total",
    "Jobs that workers did, failed at and will try again, or gave up.",
    ["mail", "report"].flatMap((queue) =>
      ["done", "failed", "given-up"].map(
        (outcome) => [counted.of("job", `${queue} ${outcome}`), { queue, outcome }] as const,
      ),
    ),
  );
}

/** All metrics as Prometheus reads them. Where the database is away, all that is known without it. */
export async function metricsText(): Promise<string> {
  const registry = new Registry();
  const health = await readHealth();
  tellParts(registry, health);
  const all = health.database.ok ? await within(LONGEST_MS, askAll()).catch(() => null) : null;
  if (all) {
    tellSigns(registry, health);
    tellGpus(registry, all);
    tellMails(registry, health, all);
    tellCounts(registry, all.counted);
  }
  return `${await registry.metrics()}${await ownRegistry().metrics()}`;
}
