import { Countdown } from "@/components/ui/countdown";
import { LocalTime } from "@/components/ui/local-time";

/** The tags of a sentence about a deadline: `time`, and what is `left` until then. */
export const deadlineTags = (at: number) => ({
  time: () => <LocalTime at={at} absolute />,
  left: () => <Countdown until={at} />,
});
