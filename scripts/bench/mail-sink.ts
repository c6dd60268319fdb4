/** A mail server that takes every mail at once and says when, and to whom it was. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type Sink = {
  /** For SMTP_URL. */
  readonly url: string;
  /** When the next mail to this address was taken, by `performance.now()`. */
  readonly taken: (address: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

export async function startSink(): Promise<Sink> {
  const awaited = new Map<string, (at: number) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, { envelope }, answer) => {
      stream.resume().once("end", () => {
        const at = performance.now();
        answer();
        for (const { address } of envelope.rcptTo) awaited.get(address)?.(at);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken: (address) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no mail to ${address}`)), 30_000);
        awaited.set(address, (at) => {
          clearTimeout(late);
          awaited.delete(address);
          resolve(at);
        });
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
