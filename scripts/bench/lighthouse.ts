/** `npm run bench -- lighthouse`: what Lighthouse thinks of the pages that people see first. */
import lighthouse from "lighthouse";
import { freePort } from "../ports";
import { withBrowserAt } from "../show/browser";
import { makeShow } from "../show/lab";
import type { Who } from "../show/pages";
import { say } from "../start/console.mjs";
import { withDatabase } from "./database";
import { sayMachine, table } from "./measure";
import { withPortal } from "./portal";

const PAGES: readonly { path: string; who: Who }[] = [
  { path: "/", who: "visitor" },
  { path: "/login", who: "visitor" },
  { path: "/dashboard", who: "user" },
  { path: "/reserve", who: "user" },
];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LEAST = 95;

/** Prints it all as a table, and what was not good. */
export async function benchLighthouse(): Promise<void> {
  const lines = [["", ...CATEGORIES]];
  const complaints: string[] = [];
  await withDatabase(async (dataDir) => {
    const show = await makeShow({ gpus: 10, people: 40 });
    await withPortal(dataDir, async (portal) => {
      for (const { path, who } of PAGES) {
        const port = await freePort();
        const url = new URL(path, portal).href;
        const flags = { port, onlyCategories: CATEGORIES, disableStorageReset: true };
        const result = await withBrowserAt(port, who, show, () => lighthouse(url, flags));
        if (!result) throw new Error(`Lighthouse said nothing of ${path}`);
        const { categories, audits } = result.lhr;
        const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
        lines.push([
          path,
          ...scores.map((score) => (score >= LEAST ? `${score}` : `${score} (LESS THAN ${LEAST})`)),
        ]);
        for (const { score, id, title, displayValue } of Object.values(audits)) {
          if (score !== null && score < 0.9) {
            complaints.push(`${path}  ${id}: ${title} ${displayValue ?? ""}`);
          }
        }
      }
    });
  });
  sayMachine();
  table(lines);
  for (const complaint of complaints) say(complaint);
}
