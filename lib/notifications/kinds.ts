/** Every kind of mail, and the facts from which its text is made when it is sent or shown. */
import type { EndCause } from "@/lib/domain/words";

type AboutReservation = {
  gpuId: number;
  model: string;
  /** The server's name and the card's number on it: "gpu01-2". */
  gpuName: string;
  durationHours: number;
};

/** Instants are ISO 8601 in UTC. */
export type NoticeFacts = {
  "your-turn": AboutReservation & { claimBy: string };
  started: AboutReservation & { endsAt: string };
  "turn-passed-on": AboutReservation & { claimBy: string };
  "ending-soon": AboutReservation & { endsAt: string };
  ended: AboutReservation & { endedAt: string; cause: EndCause; reason: string | null };
  "cancelled-by-admin": AboutReservation & { reason: string | null };
  "account-approved": Record<string, never>;
  "account-disabled": Record<string, never>;
  "registration-received": { accountId: number; username: string; name: string; lab: string };
  "verify-email": { linkId: string };
  "reset-password": { linkId: string };
};

export type NoticeKind = keyof NoticeFacts;

export const NOTICE_KINDS = [
  "your-turn",
  "started",
  "turn-passed-on",
  "ending-soon",
  "ended",
  "cancelled-by-admin",
  "account-approved",
  "account-disabled",
  "registration-received",
  "verify-email",
  "reset-password",
] as const satisfies readonly NoticeKind[];

/** A mail to be sent, as it stands in the outbox. */
export type Notice = {
  [Kind in NoticeKind]: { kind: Kind; facts: NoticeFacts[Kind] };
}[NoticeKind];
