import { afterAll, expect, it } from "vitest";
import { endPasswordThreads } from "@/lib/accounts/passwords";
import { closeTransport } from "@/lib/mail/transport";
import { stopTime } from "../support/engine";
import { MailSink } from "../support/smtp";
import { optionsOf, say, timeoutOf } from "./options";
import { Portal } from "./portal";
import { play } from "./run";
import { MAX_LIVE } from "./words";

const sink = await MailSink.start();
process.env.SMTP_URL = sink.url;
process.env.MAX_LIVE_RESERVATIONS = String(MAX_LIVE);

stopTime();
afterAll(async () => {
  closeTransport();
  await endPasswordThreads();
  await sink.stop();
});

const options = optionsOf("postgres", 45_000);

it(
  "the portal does in PostgreSQL what the rules say, whatever happens to a lab",
  async () => {
    const outcome = await play(options, () => Portal.open(sink));
    say(options, outcome);
    expect(outcome.commands).toBeGreaterThan(0);
  },
  timeoutOf(options),
);
