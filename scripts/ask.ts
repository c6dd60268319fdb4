/** Asks questions on a terminal. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Failure } from "./start/failure.mjs";

/**
 * Asks for one line; a hidden one is not shown while it is typed.
 * @throws Failure when the person leaves instead (Ctrl-C, Ctrl-D)
 */
export async function ask(question: string, hidden: boolean): Promise<string> {
  const prompt = `${question}: `;
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = hidden ? silence : process.stdout;
  if (hidden) process.stdout.write(prompt);
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const left = new Promise<never>((_resolve, reject) => {
    terminal.once("close", () => reject(new Failure("Nothing was done.")));
  });
  try {
    return await Promise.race([terminal.question(prompt), left]);
  } finally {
    terminal.close();
    if (hidden) process.stdout.write("\n");
  }
}
