/**
 * `npm run screenshots`: every page of an empty, a typical and a large lab, wide and narrow, light
 * and dark, in both languages, to be looked at. `-- --lab typical --page reserve` makes fewer.
 */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "@playwright/test";
import { sql } from "../lib/db";
import { withDatabase } from "./bench/database";
import { withPortal } from "./bench/portal";
import { command } from "./command";
import { contextOf, withBrowser } from "./show/browser";
import { makeShow, type Show, type ShowSize } from "./show/lab";
import { pagesOf, type ShownPage } from "./show/pages";
import { say, step } from "./start/console.mjs";
import { Failure } from "./start/failure.mjs";

const LABS: Readonly<Record<string, ShowSize>> = {
  empty: { gpus: 0, people: 0 },
  typical: { gpus: 10, people: 40 },
  large: { gpus: 100, people: 300 },
};
const WIDTHS = [1440, 390];
const SCHEMES = ["light", "dark"] as const;
const LOCALES = ["zh-TW", "en"] as const;
/** What is taller says nothing new. */
const MOST_HEIGHT = 6_000;

const FOLDER = "screenshots";

async function shoot(browser: Browser, lab: string, show: Show, shown: ShownPage): Promise<void> {
  for (const width of WIDTHS) {
    const viewport = { width, height: width > 800 ? 900 : 844 };
    for (const colorScheme of SCHEMES) {
      for (const locale of LOCALES) {
        await sql(`UPDATE "user" SET locale = $1 WHERE id = ANY($2)`, [
          locale,
          [show.user, show.administrator],
        ]);
        const options = { viewport, colorScheme, locale };
        const context = await contextOf(browser, shown.who, show, options);
        const page = await context.newPage();
        await page.goto(shown.path, { waitUntil: "load" });
        // Charts come after the page; the event stream keeps the network busy for good.
        await page.waitForTimeout((await page.getByRole("figure").count()) > 0 ? 1_500 : 250);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        const file = `${shown.name}-${width}-${colorScheme}-${locale}.png`;
        await page.screenshot({
          path: path.join(FOLDER, lab, file),
          clip: { x: 0, y: 0, width, height: Math.min(height, MOST_HEIGHT) },
          fullPage: true,
        });
        await context.close();
      }
    }
  }
}

command(async () => {
  const { values } = parseArgs({ options: { lab: { type: "string" }, page: { type: "string" } } });
  const labs = Object.entries(LABS).filter(([name]) => !values.lab || name === values.lab);
  if (labs.length === 0) throw new Failure(`There is no ${values.lab}: ${Object.keys(LABS)}`);
  for (const [name, size] of labs) {
    await withDatabase(async (dataDir) => {
      const show = await step(`The ${name} lab`, () => makeShow(size));
      rmSync(path.join(FOLDER, name), { recursive: true, force: true });
      mkdirSync(path.join(FOLDER, name), { recursive: true });
      await withPortal(dataDir, (portal) =>
        withBrowser(async (browser) => {
          const pages = (await pagesOf(show)).filter((each) =>
            each.name.includes(values.page ?? ""),
          );
          for (const page of pages) {
            const url = new URL(page.path, portal).href;
            await step(page.name, () => shoot(browser, name, show, { ...page, path: url }));
          }
        }),
      );
    });
  }
  say(`They stand in ${FOLDER}/.`);
});
