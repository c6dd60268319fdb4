/** The mails that left the portal, as their readers see them. */
import { setTimeout as sleep } from "node:timers/promises";
import { addressOfMails } from "./address";

export type Letter = { to: string; subject: string; text: string; html: string; messageId: string };

/** Everything that one address received so far. */
export async function mailsTo(address: string): Promise<Letter[]> {
  const letters: Letter[] = await (await fetch(addressOfMails())).json();
  return letters.filter(({ to }) => to === address);
}

/** The mail to an address whose subject fits, within so many milliseconds. */
export async function mailTo(address: string, subject: RegExp, withinMs: number): Promise<Letter> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const letters = await mailsTo(address);
    const found = letters.find((letter) => subject.test(letter.subject));
    if (found) return found;
    if (Date.now() > deadline) {
      const subjects = letters.map((letter) => letter.subject).join(" | ");
      throw new Error(`${address} got no mail like ${subject} in ${withinMs} ms, but: ${subjects}`);
    }
    await sleep(50);
  }
}

/** The address of the portal's page that a mail links to. */
export function linkIn({ text }: Letter): string {
  const link = text.match(/https?:\/\/\S+/)?.[0];
  if (!link) throw new Error(`no link in: ${text}`);
  return link;
}
