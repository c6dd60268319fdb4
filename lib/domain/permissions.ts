/** Who may do what, as named questions about objects that are already loaded. */
import type { ReservationStatus } from "./words";

export type Viewer = { readonly id: number; readonly isAdmin: boolean };

/** An administrator, or the reservation's own user. */
export function mayAct(viewer: Viewer, reservation: { readonly userId: number }): boolean {
  return viewer.isAdmin || viewer.id === reservation.userId;
}

/** A GPU exists for administrators and for those to whom an access row makes it visible. */
export function maySeeGpu(viewer: Viewer, hasAccess: boolean): boolean {
  return viewer.isAdmin || hasAccess;
}

type Holder = { readonly userId: number; readonly status: ReservationStatus };

const isUsing = (viewer: Viewer, holder: Holder | null): boolean =>
  holder?.status === "ACTIVE" && holder.userId === viewer.id;

/** Connection info is for administrators, and for the holder while the use is ACTIVE. */
export function maySeeConnectionInfo(viewer: Viewer, holder: Holder | null): boolean {
  return viewer.isAdmin || isUsing(viewer, holder);
}

/** The names that people have on a server are for whoever may log in there at the moment. */
export function maySeeProcesses(viewer: Viewer, holder: Holder | null): boolean {
  return viewer.isAdmin || isUsing(viewer, holder);
}
