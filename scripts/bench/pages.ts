/**
 * `npm run bench -- pages`: how much JavaScript each page loads, as a browser receives it, beside an
 * empty page of the same Next; and how far the layout shifts while it loads.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "@playwright/test";
import { freePort } from "../ports";
import { contextOf, withBrowser } from "../show/browser";
import { makeShow } from "../show/lab";
import { pagesOf } from "../show/pages";
import { run } from "../start/run.mjs";
import { withDatabase } from "./database";
import { sayMachine, table } from "./measure";
import { withPortal } from "./portal";

const NEXT = path.resolve("node_modules/next/dist/bin/next");

const EMPTY_APP: Readonly<Record<string, string>> = {
  "package.json": `{ "private": true }`,
  "app/layout.js": `export default function Layout({ children }) {
    return <html lang="en"><body>{children}</body></html>;
  }`,
  "app/page.js": "export default function Page() { return <p>Nothing.</p>; }",
};

/** Runs `work` beside a built and started Next app with one page that does nothing. */
async function withEmptyApp<Result>(
  logFile: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  // Below node_modules' folder, where alone Next finds its packages.
  const folder = mkdtempSync(path.resolve("dist", "empty-"));
  mkdirSync(path.join(folder, "app"));
  for (const [name, text] of Object.entries(EMPTY_APP))
    writeFileSync(path.join(folder, name), text);
  try {
    const { signal } = new AbortController();
    const options = { logFile, failure: "The empty app could not be built.", signal };
    await run(process.execPath, [NEXT, "build", folder], options);
    const port = await freePort();
    const args = [NEXT, "start", folder, "--hostname", "127.0.0.1", "--port", String(port)];
    const server = spawn(process.execPath, args, { stdio: "ignore" });
    try {
      const url = `http://127.0.0.1:${port}/`;
      while (
        !(await fetch(url).then(
          ({ ok }) => ok,
          () => false,
        ))
      )
        await sleep(100);
      return await work(url);
    } finally {
      server.kill("SIGTERM");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Bytes of scripts on the wire until the page is still, and its cumulative layout shift. */
async function measure(context: BrowserContext, url: string) {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const told = globalThis as typeof globalThis & { shift?: number };
    told.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput) told.shift = (told.shift ?? 0) + value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(2_000);
  const charts = page.locator("figure [data-measure]");
  const hasCharts = (await charts.count()) > 0;
  if (hasCharts) {
    // They load when they come in sight.
    await charts.last().scrollIntoViewIfNeeded();
    await page.waitForTimeout(1_000);
  }
  const shift = await page.evaluate(() => (globalThis as { shift?: number }).shift ?? 0);
  await page.close();
  return { bytes, hasCharts, shift };
}

/** Each page in a browser that has loaded nothing before. */
async function measureFresh(make: () => Promise<BrowserContext>, url: string) {
  const context = await make();
  try {
    return await measure(context, url);
  } finally {
    await context.close();
  }
}

const kB = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`;

/** Prints it all as a table. */
export async function benchPages(): Promise<void> {
  const lines: string[][] = [];
  await withDatabase(async (dataDir) => {
    const show = await makeShow({ gpus: 10, people: 40 });
    await withPortal(dataDir, (portal) =>
      withBrowser(async (browser) => {
        const empty = await withEmptyApp(path.join(dataDir, "logs", "empty.log"), (url) =>
          measureFresh(() => browser.newContext(), url),
        );
        lines.push(["an empty page", kB(empty.bytes), "", ""]);
        for (const { who, path: at } of await pagesOf(show)) {
          const url = new URL(at, portal).href;
          const page = await measureFresh(() => contextOf(browser, who, show), url);
          const limit = page.hasCharts ? 1.9 : 1.2;
          const ratio = page.bytes / empty.bytes;
          const verdict = ratio <= limit ? `of ${limit}` : `MORE THAN ${limit}`;
          const shift = `layout shift ${page.shift.toFixed(4)}`;
          lines.push([at, kB(page.bytes), `${ratio.toFixed(2)} × ${verdict}`, shift]);
        }
      }),
    );
  });
  sayMachine();
  table(lines);
}
