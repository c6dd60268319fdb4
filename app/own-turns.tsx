import { TurnBanner } from "@/components/reservations/turn-banner";
import { QuietRefresh } from "@/components/shell/quiet-refresh";
import { liveReservationsOf } from "@/lib/reservations/live";
import { currentUser } from "@/lib/web/session";
import { OWN_ACTIONS } from "./(portal)/reservations/own-actions";
import { queuesOfViewer } from "./viewer-queues";

/** The turns and running uses of whoever is logged in, on top of every page and kept true. */
export async function OwnTurns() {
  const viewer = await currentUser();
  if (!viewer) return null;
  const live = liveReservationsOf(await queuesOfViewer(), viewer.id);
  return (
    <>
      <QuietRefresh />
      <TurnBanner
        holding={live.filter(({ status }) => status !== "WAITING")}
        actions={OWN_ACTIONS}
      />
    </>
  );
}
