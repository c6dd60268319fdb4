/** What people did with a GPU before is seen in when the next ones may expect to start. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { giveAccess } from "../support/people";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const reservation = translator("en", "reservation");
const preview = translator("en", "reserve.preview");
const reserve = translator("en", "reserve");
const timeline = translator("en", "timeline");

/** What the words come to up to the time that they say. */
const upToTime = (text: string) => text.slice(0, text.indexOf("<time>")).trim();

/** Forty uses of two hours, each released after half an hour. */
async function releasedEarly(gpu: number, user: Actor): Promise<void> {
  await sql(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, end_cause, turn)
     SELECT $1, $2, 2, 'COMPLETED', at, at, at, at + interval '30 minutes', 'RELEASED', 1
     FROM (SELECT now() - n * interval '10 hours' AS at FROM generate_series(1, 40) n) past`,
    [user.id, gpu],
  );
}

test("where people release early, the likely start stands before that of full use", async ({
  newBrowser,
}) => {
  const [holder, waiter, newcomer] = [await reader(), await reader(), await reader()];
  const { gpu } = await useOf(holder);
  await releasedEarly(gpu, holder);
  const id = await queueUp(waiter, gpu);
  await giveAccess(newcomer, gpu);

  const context = await newBrowser();
  await beSomebody(context, waiter);
  const page = await context.newPage();
  await page.goto(`/reservations/${id}`);
  const main = page.getByRole("main");
  const likely = upToTime(reservation.raw("live.likely"));
  const fullUse = upToTime(reservation.raw("fullUse"));
  const said = main.getByText(likely).first();
  await expect(said).toBeVisible();
  await expect(main.getByText(fullUse)).toBeVisible();
  const instant = async (text: string) =>
    Date.parse(
      (await main
        .locator("p, span")
        .filter({ hasText: text })
        .last()
        .locator("time")
        .first()
        .getAttribute("datetime")) ?? "",
    );
  const [soon, late] = [await instant(likely), await instant(fullUse)];
  expect(soon).toBeGreaterThan(Date.now());
  expect(late - soon).toBeGreaterThan(30 * 60_000);

  const theirs = await newBrowser();
  await beSomebody(theirs, newcomer);
  const form = await theirs.newPage();
  await form.goto("/reserve");
  await form.locator(`[name=gpuId][value="${gpu}"]`).check();
  await form.getByLabel(reserve("hours"), { exact: true }).fill("2");
  const seen = form.getByRole("region", { name: preview("title") });
  await expect(seen).toContainText(preview("likely"));
  await expect(seen).toContainText(preview("fullUse", { time: "" }).replace(/\s*\.$/, ""));
  // Among the others in the timeline, which is drawn at full use and says so.
  await expect(form.locator(`[data-proposal="${gpu}"]`)).toBeVisible();
  await expect(form.getByText(timeline("basis"))).toBeVisible();
});
