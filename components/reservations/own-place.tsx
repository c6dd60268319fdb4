import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Offer } from "@/lib/reservations/views";

/** Why somebody cannot reserve a GPU: what they have of it already, or what they lack. */
export async function OwnPlace({ offer }: { offer: Exclude<Offer, { kind: "reservable" }> }) {
  const t = await getTranslations("gpu");
  if (offer.kind !== "reserved") return <p className="text-muted">{t(`refused.${offer.kind}`)}</p>;
  const { id, status, expectation } = offer.own;
  return (
    <Link href={`/reservations/${id}`} prefetch={false} className="text-link">
      {status === "WAITING"
        ? t("own.WAITING", { place: expectation?.place ?? 0 })
        : t(`own.${status}`)}
    </Link>
  );
}
