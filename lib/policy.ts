import type { Policy } from "./domain/words";
import { settings } from "./settings";

/** The rules of this installation, as its settings have them. */
export function policy(): Policy {
  const {
    CLAIM_WINDOW_MINUTES,
    QUIET_HOURS,
    LAB_TIME_ZONE,
    ENDING_SOON_MINUTES,
    MAX_LIVE_RESERVATIONS,
  } = settings();
  return {
    claimWindowMinutes: CLAIM_WINDOW_MINUTES,
    quietHours: QUIET_HOURS,
    timeZone: LAB_TIME_ZONE,
    endingSoonMinutes: ENDING_SOON_MINUTES,
    maxLiveReservations: MAX_LIVE_RESERVATIONS,
  };
}
