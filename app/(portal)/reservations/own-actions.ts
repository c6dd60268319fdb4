import type { ReservationActions } from "@/components/reservations/reservation-actions";
import { cancel, extend, giveWay, release, start } from "./actions";

/** What a reservation's user may press, for the components that show it. */
export const OWN_ACTIONS: ReservationActions = { start, giveWay, cancel, release, extend };
