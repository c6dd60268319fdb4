import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Menu } from "@/components/shell/menu";
import { StateSign } from "@/components/ui/state-chip";
import { formatAbsolute } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { LiveReservation } from "@/lib/reservations/views";
import { deadlineTags } from "./deadline";
import { DeclineDialog, GiveWayDialog, ReleaseDialog } from "./dialogs";
import type { ReservationActions } from "./reservation-actions";
import { StartForm } from "./start-form";

type Props = { live: LiveReservation; actions: ReservationActions };

const MENU_ITEM = "btn-ghost w-full justify-start";

async function Others({ live, actions }: Props) {
  const t = await getTranslations("banner");
  return (
    <Menu
      label={t("more")}
      summary={<Ellipsis aria-hidden className="size-4" />}
      summaryClassName="btn btn-square"
      place="right-0 top-full mt-1"
    >
      {live.status === "NOTIFIED" && live.giveWayRefusal === null && (
        <GiveWayDialog live={live} action={actions.giveWay} triggerClassName={MENU_ITEM} />
      )}
      {live.status === "NOTIFIED" && (
        <DeclineDialog live={live} action={actions.cancel} triggerClassName={MENU_ITEM} />
      )}
      <Link href={`/reservations/${live.id}`} prefetch={false} className={`btn ${MENU_ITEM}`}>
        {live.status === "ACTIVE" ? t("useDetails") : t("details")}
      </Link>
    </Menu>
  );
}

async function Line({ live, actions }: Props) {
  const t = await getTranslations("banner");
  const gpu = await getTranslations("gpu");
  const { id, status, deadline, isOver } = live;
  const isTurn = status === "NOTIFIED";
  const name = gpu("name", { model: live.gpu.model, gpuName: live.gpu.gpuName });
  if (deadline === null) throw new Error(`reservation ${id} holds a GPU without a deadline`);
  return (
    <li
      className={
        isTurn
          ? "border-warning-content/25 bg-warning text-warning-content not-last:border-b"
          : "border-base-300 border-b bg-held-tint"
      }
    >
      <div className="page flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
        <p className="flex min-w-0 items-baseline gap-2">
          <StateSign state={isTurn ? "turn" : "held"} />
          <span>
            <Link
              href={`/reservations/${id}`}
              prefetch={false}
              className="font-semibold hover:underline"
            >
              {isTurn ? t("turn", { gpu: name }) : t("use", { gpu: name })}
            </Link>{" "}
            <span className="inline-block">
              {isOver ? t("over") : t.rich(isTurn ? "claim" : "until", deadlineTags(deadline))}
            </span>
          </span>
        </p>
        <div className="flex items-start gap-2">
          {isTurn ? (
            <StartForm id={id} start={actions.start} className="btn-neutral" />
          ) : (
            <ReleaseDialog live={live} action={actions.release} />
          )}
          <Others live={live} actions={actions} />
        </div>
      </div>
    </li>
  );
}

/** What a turn or a use is, in a sentence that changes only when the reservation does. */
async function sentenceOf({ gpu: { model, gpuName }, status, deadline }: LiveReservation) {
  const t = await getTranslations("banner.said");
  const name = await getTranslations("gpu");
  const gpu = name("name", { model, gpuName });
  const time = deadline === null ? "" : formatAbsolute(deadline, await timeView());
  return t(status === "NOTIFIED" ? "turn" : "use", { gpu, time });
}

/** On top of every page: the viewer's turns and running uses, and what each wants of them. */
export async function TurnBanner({
  holding,
  actions,
}: {
  holding: readonly LiveReservation[];
  actions: ReservationActions;
}) {
  const t = await getTranslations("banner");
  const sentences = await Promise.all(holding.map(sentenceOf));
  return (
    <>
      {/* Heard when a turn comes, or when what holds a GPU was started, extended or moved. */}
      <p role="status" className="sr-only">
        {sentences.join(" ")}
      </p>
      {holding.length > 0 && (
        <section aria-label={t("label")}>
          <ul>
            {holding.map((live) => (
              <Line key={live.id} live={live} actions={actions} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
