import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Timeline } from "@/components/reservations/timeline";
import { PageTitle } from "@/components/ui/page-title";
import { findReservation } from "@/lib/reservations/queries-reservation";
import { pathId } from "@/lib/web/path-id";
import { requireUser } from "@/lib/web/session";
import { LiveSection } from "./live-section";
import { PastSection } from "./past-section";

type Props = { params: Promise<{ id: string }> };

/** The reservation that the path names; what the viewer may not see is not there. */
const found = cache(async (id: string) => {
  const viewer = await requireUser();
  return (await findReservation(viewer, pathId(id))) ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { gpu } = await found((await params).id);
  const t = await getTranslations("reservation");
  return { title: t("title", gpu) };
}

/** One reservation: how it stands, and what to do now. Mails lead here. */
export default async function ReservationPage({ params }: Props) {
  const reservation = await found((await params).id);
  const viewer = await requireUser();
  const t = await getTranslations("reservation");
  const { details, gpu, owner, live } = reservation;
  const isOwn = details.userId === viewer.id;
  return (
    <>
      <PageTitle
        title={isOwn ? t("title", gpu) : t("titleOf", { ...gpu, ...owner })}
        help={
          <Link href={`/gpus/${gpu.id}`} prefetch={false} className="text-link">
            {t("gpuPage")}
          </Link>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[2fr_1fr]">
        {live ? (
          <LiveSection live={live} viewer={viewer} />
        ) : (
          <PastSection reservation={reservation} isOwn={isOwn} />
        )}
        <Timeline details={details} live={live} />
      </div>
    </>
  );
}
