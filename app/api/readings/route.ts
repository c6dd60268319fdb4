import { readingsOf } from "@/lib/stats/queries";
import { answerUser } from "@/lib/web/answer";

/** The newest readings of the GPUs that whoever asks sees: for pages without an event stream. */
export function GET(): Promise<Response> {
  return answerUser(readingsOf);
}
