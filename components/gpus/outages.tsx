import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import { outagesFrom } from "@/lib/domain/outages";
import type { Outage } from "@/lib/domain/words";
import type { Queue } from "@/lib/reservations/views";

/** One outage in words, with its times and why. */
export async function OutageWords({ outage, now }: { outage: Outage; now: number }) {
  const t = await getTranslations("gpu.outage");
  const { from, until, reason = "" } = outage;
  const isNow = from <= now;
  const word = isNow
    ? until === null
      ? "now"
      : "nowUntil"
    : until === null
      ? "ahead"
      : "aheadUntil";
  return t.rich(word, {
    reason,
    from: () => <LocalTime at={from} absolute />,
    until: () => <LocalTime at={until} absolute />,
  });
}

const MOST = 3;

/** The maintenance in which a GPU is, and what is ahead of it; nothing where there is none. */
export async function Outages({ queue: { state, now } }: { queue: Pick<Queue, "state" | "now"> }) {
  const outages = outagesFrom(state, now).slice(0, MOST);
  return outages.map((outage) => (
    <p key={`${outage.from}-${outage.until}-${outage.reason}`}>
      <OutageWords outage={outage} now={now} />
    </p>
  ));
}
