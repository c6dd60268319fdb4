import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import { StateChip } from "@/components/ui/state-chip";
import { outagesFrom } from "@/lib/domain/outages";
import type { Queue } from "@/lib/reservations/views";
import { faultWords } from "./fault-words";
import { OutageWords } from "./outages";

/** What follows the name of the state: "until 16:40, then 2 waiting". */
async function Rest({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu.words");
  const { gpu, condition, holder, waiters, state, now } = queue;
  const isHeld = condition === "held" || condition === "turn";
  const count = waiters.length;
  const hasEnd = isHeld || condition === "maintenance";
  const then = t(hasEnd ? "then" : "waiting", { count });
  if (isHeld && (!holder || holder.until <= now)) return t("passingOn", { then });
  if (isHeld && holder) {
    const time = () => <LocalTime at={holder.until} absolute />;
    return t.rich(holder.isUsing ? "until" : "turn", { then, time });
  }
  const [outage] = outagesFrom(state, now);
  if (condition === "maintenance" && outage) {
    const { until, reason = "" } = outage;
    const time = () => <LocalTime at={until} absolute />;
    return t.rich(until === null ? "out" : "outUntil", { reason, then, time });
  }
  if (condition === "fault") return t("fault", { fault: await faultWords(gpu.fault), then });
  return then;
}

/** The state of a GPU in a few words: its sign and name, until when, and when it goes out next. */
export async function StateWords({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu.words");
  const { condition, state, now } = queue;
  const isFree = condition === "free";
  const ahead = outagesFrom(state, now).find(({ from }) => from > now);
  return (
    <>
      <StateChip state={condition}>{isFree ? t("free") : undefined}</StateChip>{" "}
      {!isFree && <Rest queue={queue} />}
      {ahead && (
        <span className="block text-muted">
          <OutageWords outage={ahead} now={now} />
        </span>
      )}
    </>
  );
}
