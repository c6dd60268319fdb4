import type { FormAction } from "@/lib/action-state";

/** What a reservation's user may press; given by the pages, since components know no server. */
export type ReservationActions = {
  readonly start: FormAction;
  readonly giveWay: FormAction;
  readonly cancel: FormAction;
  readonly release: FormAction;
  readonly extend: FormAction;
};
