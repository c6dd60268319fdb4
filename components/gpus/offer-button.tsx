import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { LiveReservation, Offer } from "@/lib/reservations/views";

async function OwnReservation({ own }: { own: LiveReservation }) {
  const t = await getTranslations("gpu.own");
  const { status, expectation } = own;
  return (
    <Link
      href={`/reservations/${own.id}`}
      prefetch={false}
      className={`btn w-full ${status === "NOTIFIED" ? "btn-warning" : ""}`}
    >
      {status === "WAITING" ? t("WAITING", { place: expectation?.place ?? 0 }) : t(status)}
    </Link>
  );
}

/** What the viewer can do with a GPU, or why nothing. */
export async function OfferButton({
  gpuId,
  offer,
  isFree,
}: {
  gpuId: number;
  offer: Offer;
  isFree: boolean;
}) {
  const t = await getTranslations("gpu");
  switch (offer.kind) {
    case "reserved":
      return <OwnReservation own={offer.own} />;
    case "reservable":
      return (
        <Link
          href={`/reserve?gpu=${gpuId}`}
          prefetch={false}
          className={`btn w-full ${isFree ? "btn-primary" : ""}`}
        >
          {isFree ? t("reserve") : t("queueUp")}
        </Link>
      );
    default:
      return <p className="text-muted text-sm">{t(`refused.${offer.kind}`)}</p>;
  }
}
