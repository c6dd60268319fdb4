import { smtpAccount } from "../../lib/mail/smtp-account";
import { portalUrl } from "../../lib/settings";
import { bold, dim, say } from "./console.mjs";

/** Tells whoever started the portal where it is and where its mails go. */
export function welcome(): void {
  const account = smtpAccount();
  say();
  say(`gpusched is at ${bold(portalUrl())}`);
  say(
    account
      ? `Mails leave through ${account.server}, from ${account.from}.`
      : "No SMTP settings: mails wait in the outbox, marked as not sent.",
  );
  say(dim("Ctrl-C stops everything."));
}
