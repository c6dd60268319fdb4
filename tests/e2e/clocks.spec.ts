/**
 * A portal whose database lives around the days when the viewer's clocks change, while the clocks
 * of the web server and of the browser are right, and thus months off.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { Temporal } from "temporal-polyfill";
import { now } from "@/lib/clock";
import { HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { migrate } from "@/scripts/database/migrate";
import { freePort } from "@/scripts/ports";
import { type PostgresServer, startPostgres } from "@/scripts/postgres/server";
import { type WrongClock, wrongClock } from "../support/faketime";
import { giveAccess } from "../support/people";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const ZONE = "America/New_York";
test.use({ timezoneId: ZONE });
// A page that is opened for the first time comes twice, the second time in the zone of its browser.
test.setTimeout(180_000);
const SOON = { timeout: 40_000 };

/** When clocks there were changed last, and the time before. */
const [autumnOrSpring, theOther] = (() => {
  const today = Temporal.Now.zonedDateTimeISO(ZONE);
  const last = today.getTimeZoneTransition("previous");
  const before = last?.getTimeZoneTransition("previous");
  if (!last || !before) throw new Error(`clocks in ${ZONE} are never changed`);
  return [last.epochMilliseconds, before.epochMilliseconds];
})();

const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-clocks-"));
let database: PostgresServer;
let clock: WrongClock;
let web: ChildProcess;
let portal: string;

const offsetOf = (instant: Instant) => Math.round((instant - Date.now()) / 1_000);

test.beforeAll(async () => {
  clock = wrongClock(offsetOf(theOther - HOUR));
  Object.assign(process.env, clock.env);
  database = await startPostgres({ dataDir, settings: { fsync: "off" } });
  for (const name of Object.keys(clock.env)) delete process.env[name];
  await migrate(database.url);
  process.env.DATABASE_URL = database.url;
  const port = await freePort();
  portal = `http://127.0.0.1:${port}`;
  process.env.E2E_PORTAL = portal;
  const env = { PORT: String(port), NEXTAUTH_URL: portal };
  web = spawn(process.execPath, ["dist/web.mjs"], {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: "inherit",
  });
  const answers = () =>
    fetch(portal).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await sleep(100);
});

test.afterAll(async () => {
  web.kill("SIGTERM");
  await once(web, "exit");
  await database.stop();
  clock.remove();
  rmSync(dataDir, { recursive: true });
});

/** It is that instant in the database, from which on its clock goes on. */
async function itIs(instant: Instant): Promise<void> {
  clock.jumpTo(offsetOf(instant));
  // Each of PostgreSQL's processes looks anew once a second.
  await sleep(2_000);
  await expect(async () => {
    expect(Math.abs((await now()).getTime() - instant)).toBeLessThan(MINUTE / 2);
  }).toPass(SOON);
}

const t = translator("en", "reservation");

/** Two hours after the one before: at 04:00 where an hour is left out, at 02:00 where one comes twice. */
function endOf(change: Instant): string {
  const before = Temporal.Instant.fromEpochMilliseconds(change - HOUR).toZonedDateTimeISO(ZONE);
  const after = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(ZONE);
  return after.offsetNanoseconds > before.offsetNanoseconds ? "04:0\\d" : "02:0\\d";
}

/** What the timeline of a reservation says beside one of its steps. */
const step = (page: Page, label: string) =>
  page
    .getByRole("region", { name: t("timeline.title") })
    .getByRole("listitem")
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator("time");

for (const change of [theOther, autumnOrSpring]) {
  const end = endOf(change);
  const name = end.startsWith("04") ? "forward" : "back";
  test(`pages say the right time before, while and after clocks are put ${name}`, async ({
    page,
    newBrowser,
  }) => {
    await itIs(change - HOUR);
    const [holder, waiter] = [await reader(), await reader()];
    const { gpu, id } = await useOf(holder);
    await giveAccess(waiter, gpu);
    const waits = await queueUp(waiter, gpu);
    await beSomebody(page.context(), holder);
    const others = await newBrowser({ timezoneId: ZONE });
    await beSomebody(others, waiter);
    const waiting = await others.newPage();

    for (const [at, left] of [
      [change - HOUR, "(2 h|1 h 5\\d min)"],
      [change - 10 * MINUTE, "1 h (10|9) min"],
      [change + 10 * MINUTE, "(50|49) min"],
    ] as const) {
      await itIs(at);
      const said = new RegExp(`^in ${left} · ${end}`);
      await page.goto(`${portal}/reservations/${id}`);
      await expect(step(page, t("timeline.endAhead"))).toHaveText(said, SOON);
      await waiting.goto(`${portal}/reservations/${waits}`);
      await expect(step(waiting, t("timeline.turnAhead"))).toHaveText(said, SOON);
    }
    await expect(page.getByRole("timer").first()).toHaveText(/^(50|49) min/, SOON);

    await itIs(change + 90 * MINUTE);
    await settleGpu(gpu);
    await page.goto(`${portal}/reservations/${id}`);
    await expect(page.getByText(t("used", { time: "2 h" }))).toBeVisible();
    await expect(step(page, t("timeline.started"))).toHaveText(/^01:0\d$/);
    await expect(step(page, t("cause.TIME_UP"))).toHaveText(new RegExp(`^${end}`));
    await waiting.goto(`${portal}/reservations/${waits}`);
    await expect(step(waiting, t("timeline.turn"))).toBeVisible();
  });
}
