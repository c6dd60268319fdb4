import { isIP } from "node:net";
import { z } from "zod";
import { portalUrl, settings } from "../settings";

/** How mails leave: through which server, and from whom. */
export type SmtpAccount = {
  /** In nodemailer's form, user and password included: never logged. */
  readonly url: string;
  /** The server without its password, for the log. */
  readonly server: string;
  readonly from: string;
  /** A server on this machine may show any certificate; nobody stands between. */
  readonly isLoopback: boolean;
  /** User and password go over a network: never before the connection is encrypted. */
  readonly needsTls: boolean;
};

const GMAIL = "smtps://smtp.gmail.com:465";

/**
 * The sender's domain where no address is set: the portal's host. Mail servers refuse senders at
 * a bare name or an IP address.
 */
export function mailDomain(): string {
  const { hostname } = new URL(portalUrl());
  const isName = hostname.includes(".") && !isIP(hostname) && !hostname.startsWith("[");
  return isName ? hostname : "localhost.localdomain";
}

/** The account set by SMTP_URL, or by SENDER_EMAIL and PASSWORD (Gmail); null when neither is. */
export function smtpAccount(): SmtpAccount | null {
  const { SMTP_URL, SENDER_EMAIL, PASSWORD } = settings();
  if (SMTP_URL) {
    const { protocol, hostname, host, username } = new URL(SMTP_URL);
    const isLoopback = /^(localhost|127\.[\d.]+|\[::1\])$/i.test(hostname);
    const user = z.email().safeParse(username.replace("%40", "@")).data;
    return {
      url: SMTP_URL,
      server: `${protocol}//${host}`,
      from: SENDER_EMAIL ?? user ?? `gpusched@${mailDomain()}`,
      isLoopback,
      needsTls: username !== "" && !isLoopback,
    };
  }
  if (!SENDER_EMAIL || !PASSWORD) return null;
  const url = new URL(GMAIL);
  url.username = SENDER_EMAIL;
  // Google shows app passwords in groups of four; the spaces are not part of them.
  url.password = PASSWORD.replace(/\s/g, "");
  const account = { url: url.href, server: GMAIL, from: SENDER_EMAIL };
  return { ...account, isLoopback: false, needsTls: true };
}
