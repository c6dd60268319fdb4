/** What became of each mail, for the log and for those who watch the portal. */
import { log } from "@/lib/log";
import { outageOf } from "@/lib/outage";
import { MAIL_SECONDS } from "@/lib/watch/buckets";
import { tallies } from "@/lib/watch/tally";

type Mail = { readonly id: number; readonly kind: string };

/** The mails that tell of a turn. */
const OF_A_TURN: readonly string[] = ["your-turn", "started"];

const outage = outageOf("sending mails");
let isAway = false;

/** Whether the mail server took no mail at all from this process when it last tried. */
export const isMailServerAway = (): boolean => isAway;

/** The server has taken a mail, `delayMs` after it was asked for. */
export function noteSent({ id, kind }: Mail, delayMs: number): void {
  isAway = false;
  outage.ended();
  tallies().add("mail", "sent");
  if (OF_A_TURN.includes(kind)) tallies().addLength("turn-mail", delayMs / 1_000, MAIL_SECONDS);
  log.info({ mailId: id, kind }, "a mail was sent");
}

/** The server refused this mail alone, or takes none at all; then the log is told only once. */
export function noteFailure({ id, kind }: Mail, isRefused: boolean, error: unknown): void {
  isAway = !isRefused;
  tallies().add("mail", isRefused ? "refused" : "unavailable");
  if (isRefused) log.warn({ mailId: id, kind, error }, "the mail server refused a mail");
  else outage.began(error);
}
