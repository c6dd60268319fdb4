/** Playwright's test, in which whatever a page complains about fails, wherever the test looks. */
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";

/** What pages complained about, but for what the test expects. */
class Complaints {
  readonly heard: string[] = [];
  readonly #expected = new Set<number>();

  /** Answers with this status are what the test asks for. */
  expectStatus(status: number): void {
    this.#expected.add(status);
  }

  listenTo(context: BrowserContext): BrowserContext {
    context.on("page", (page) => this.#listenToPage(page));
    return context;
  }

  #listenToPage(page: Page): void {
    page.on("pageerror", (error) => this.heard.push(`${page.url()}: ${error.stack}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      const status = Number(message.text().match(/status of (\d+)/)?.[1]);
      if (this.#expected.has(status)) return;
      // axe tries to look into a mail that is shown, where no script may run.
      if (/^Blocked script execution in 'about:srcdoc'/.test(message.text())) return;
      this.heard.push(`${page.url()}: ${message.text()} (${message.location().url})`);
    });
    page.on("response", (response) => {
      if (response.status() < 400 || this.#expected.has(response.status())) return;
      this.heard.push(`${response.url()} answered ${response.status()}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // What a page had begun to load when it was left, and scripts where they are switched off.
      if (!/ERR_ABORTED|^csp$/.test(reason)) this.heard.push(`${request.url()}: ${reason}`);
    });
  }
}

type Fixtures = {
  complaints: Complaints;
  /** Opens a browser of somebody else, with nothing in it yet. */
  newBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
};

export const test = base.extend<Fixtures>({
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures here.
    async ({}, use) => {
      const complaints = new Complaints();
      await use(complaints);
      expect(complaints.heard, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, complaints }, use) => use(complaints.listenTo(context)),
  newBrowser: async ({ browser, complaints }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = complaints.listenTo(await browser.newContext(options));
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
});

export { expect };
