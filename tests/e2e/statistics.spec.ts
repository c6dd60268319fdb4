/** From nvidia-smi on a server to what people see: the real agent, portal and worker. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { sql } from "@/lib/db";
import { StandIn } from "../support/nvidia-smi";
import { giveAccess } from "../support/people";
import { mailTo } from "./support/mails";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, statusOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const servers = translator("en", "adminGpus.servers");
const server = translator("en", "adminServer");
const gpus = translator("en", "adminGpus");
const common = translator("en", "common");

/** Runs a line of the server's page as somebody types it there, with a stand-in for nvidia-smi. */
function runLine(line: string, nvidiaSmi: StandIn, state: string): ChildProcess {
  const env = {
    ...process.env,
    PATH: `${nvidiaSmi.folder}:${process.env.PATH}`,
    XDG_STATE_HOME: state,
  };
  // The line's own interval is ten seconds; a test need not wait as long.
  return spawn("sh", ["-c", `${line} --interval 1`], { env, stdio: "ignore", detached: true });
}

async function addServer(page: Page, name: string): Promise<void> {
  await page.goto("/admin/servers");
  await page.getByRole("button", { name: servers("add") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(servers("name"), { exact: true }).fill(name);
  await dialog.getByRole("button", { name: servers("addConfirm") }).click();
  await expect(page.getByRole("heading", { name: server("title", { name }) })).toBeVisible();
}

test("a server's cards become GPUs that people see, and a broken one gives no turn", async ({
  newBrowser,
}) => {
  test.setTimeout(120_000);
  const nvidiaSmi = new StandIn({ gpus: 1 });
  const state = mkdtempSync(path.join(tmpdir(), "gpusched-e2e-agent-"));
  const admin = await reader({ is_admin: true });
  const context = await newBrowser();
  await beSomebody(context, admin);
  const page = await context.newPage();

  await addServer(page, "stat01");
  await page.getByRole("button", { name: server("agent.make") }).click();
  await expect(page.getByText(server("agent.once"))).toBeVisible();
  const line = await page.locator("pre", { hasText: " run --portal " }).innerText();
  const agent = runLine(line, nvidiaSmi, state);
  try {
    await expect(page.getByText(server("agent.chip.reporting"), { exact: true })).toBeVisible({
      timeout: 30_000,
    });
    // The token is shown as long as the page is open, and never again.
    await page.reload();
    await expect(page.locator("pre")).toHaveCount(0);
    await page.getByRole("button", { name: server("found.add"), exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/gpus\/\d+\?notice=created/);
    const gpu = Number(/\/(\d+)\?/.exec(page.url())?.[1]);
    await expect(page.getByLabel(gpus("model"), { exact: true })).toHaveValue("H100 80GB HBM3");

    const person = await reader();
    await giveAccess(person, gpu);
    const theirs = await newBrowser();
    await beSomebody(theirs, person);
    const dashboard = await theirs.newPage();
    await dashboard.goto("/dashboard");
    await expect(dashboard.getByText("26 °C")).toBeVisible({ timeout: 20_000 });

    nvidiaSmi.behave("broken");
    await expect
      .poll(async () => (await sql("SELECT fault FROM gpu WHERE id = $1", [gpu]))[0]?.fault, {
        timeout: 20_000,
      })
      .toBe("requires-reset");
    const waiting = await queueUp(person, gpu);
    await dashboard.reload();
    await expect(dashboard.getByText(common("faults.requires-reset")).first()).toBeVisible();
    const [{ email } = { email: "" }] = await sql<{ email: string }>(
      `SELECT email FROM "user" WHERE id = $1`,
      [admin.id],
    );
    const mail = await mailTo(email, /must be reset/, 20_000);
    expect(mail.subject).toBe("Fault: H100 80GB HBM3 (stat01-0) must be reset");
    expect(await statusOf(waiting)).toBe("WAITING");

    nvidiaSmi.behave("well");
    await expect.poll(() => statusOf(waiting), { timeout: 20_000 }).toBe("NOTIFIED");
    await page.goto(
      `/admin/servers/${(await sql("SELECT server_id FROM gpu WHERE id = $1", [gpu]))[0]?.server_id}`,
    );
    await expect(
      page.getByText(server("incidents.kind.fault", { fault: common("faults.requires-reset") })),
    ).toBeVisible();
  } finally {
    const ended = once(agent, "exit");
    if (agent.pid) process.kill(-agent.pid, "SIGTERM");
    await ended;
    nvidiaSmi.delete();
    // What it started may still write its last line.
    rmSync(state, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});
