import type { Notice } from "@/lib/notifications/kinds";
import {
  accountApproved,
  accountDisabled,
  registrationReceived,
  resetPassword,
  verifyEmail,
} from "./account";
import { calendarUpdated } from "./calendar";
import { cancelledByAdmin, ended, endingSoon } from "./ending";
import { incident } from "./incident";
import { maintenance, maintenanceOver } from "./maintenance";
import { reassigned, reservedForYou } from "./on-behalf";
import { started, turnPassedOn, yourTurn } from "./turn";
import type { Draft, Wording } from "./wording";

/** What a notice says. `reservationId` is the reservation it is about, if any. */
export function draftOf(notice: Notice, reservationId: number | null, wording: Wording): Draft {
  const { kind, facts } = notice;
  switch (kind) {
    case "your-turn":
      return yourTurn(facts, known(reservationId), wording);
    case "started":
      return started(facts, known(reservationId), wording);
    case "turn-passed-on":
      return turnPassedOn(facts, wording);
    case "ending-soon":
      return endingSoon(facts, known(reservationId), wording);
    case "ended":
      return ended(facts, wording);
    case "cancelled-by-admin":
      return cancelledByAdmin(facts, wording);
    case "calendar-updated":
      return calendarUpdated(facts, known(reservationId), wording);
    case "reserved-for-you":
      return reservedForYou(facts, known(reservationId), wording);
    case "reassigned":
      return reassigned(facts, known(reservationId), wording);
    case "maintenance":
      return maintenance(facts, known(reservationId), wording);
    case "maintenance-over":
      return maintenanceOver(facts, known(reservationId), wording);
    case "account-approved":
      return accountApproved(wording);
    case "account-disabled":
      return accountDisabled(wording);
    case "registration-received":
      return registrationReceived(facts, wording);
    case "incident":
      return incident(facts, wording);
    case "verify-email":
      return verifyEmail(facts, wording);
    case "reset-password":
      return resetPassword(facts, wording);
  }
}

function known(reservationId: number | null): number {
  if (reservationId === null) throw new Error("a mail about a reservation names none");
  return reservationId;
}
