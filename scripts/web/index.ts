/**
 * `npm run web`: the web server; with --dev that of `npm run dev`. Any number of them may run on one
 * database. It ends on SIGTERM, on SIGINT, and when the process that started it is gone; within ten
 * seconds in any case.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import next from "next";
import { hub } from "../../lib/live/hub";
import { log } from "../../lib/log";
import { onBehalfOf } from "../../lib/request-id";
import { databaseUrl, portalUrl, SettingsError, secret, settings } from "../../lib/settings";
import { takeConsole } from "./console";
import { drain } from "./drain";
import { floodGuard } from "./flood";
import { settleForwarded } from "./forwarded";
import { markLocal } from "./local";
import { nameRequest, tellName } from "./name-request";
import { routesIn } from "./routes";
import { watchAnswer } from "./watch";

async function main(): Promise<void> {
  const { HOST, PORT, TRUST_PROXY } = settings();
  databaseUrl();
  secret();
  // next-auth reads this one by itself.
  process.env.NEXTAUTH_URL = portalUrl();
  const dev = process.argv.includes("--dev");
  // Whoever develops reads what Next says on their own screen.
  if (!dev) takeConsole();
  const pages = next({ dev, hostname: HOST, port: PORT });
  await pages.prepare();
  const answer = pages.getRequestHandler();

  const routeOf = routesIn(".next/routes-manifest.json");
  const refusesFlood = floodGuard();
  const server = createServer((request, response) => {
    const id = nameRequest(request, TRUST_PROXY);
    tellName(response, id);
    markLocal(request);
    settleForwarded(request, TRUST_PROXY);
    onBehalfOf(id, () => {
      watchAnswer(request, response, routeOf);
      if (!refusesFlood(request, response)) void answer(request, response);
    });
  });
  // Against visitors who send slowly to hold connections.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than a reverse proxy keeps its own, so that it never uses one that just closed.
  server.keepAliveTimeout = 75_000;
  server.listen(PORT, HOST);
  await once(server, "listening");

  await toldToStop();
  // These would never end by themselves.
  hub().close();
  await drain(server);
  process.exit(0);
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.on(event, () => resolve());
  });
}

main().catch((error) => {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else log.error({ error }, "the web server ends because of what nobody expected");
  process.exit(1);
});
