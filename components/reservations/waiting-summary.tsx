import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { LiveReservation } from "@/lib/reservations/views";
import { LiveState } from "./live-state";

/** The viewer's places in queues, above everything else that is shown. */
export async function WaitingSummary({ waiting }: { waiting: readonly LiveReservation[] }) {
  const t = await getTranslations("reservation");
  if (waiting.length === 0) return null;
  return (
    <ul className="card-box mb-6 grid gap-1 px-4 py-3">
      {waiting.map((live) => (
        <li key={live.id} className="flex flex-wrap gap-x-4">
          <Link href={`/reservations/${live.id}`} prefetch={false} className="text-link">
            {live.gpu.model} {live.gpu.gpuName}
          </Link>
          <span className="font-medium">{t("place", { place: live.expectation?.place ?? 0 })}</span>
          <span>
            <LiveState live={live} />
          </span>
        </li>
      ))}
    </ul>
  );
}
