import { now } from "@/lib/clock";
import { outageOf } from "@/lib/outage";
import { shared, within } from "./bounded";

const LONGEST_MS = 3_000;

const outage = outageOf("reaching the database");
const ask = shared(now);

/** Whether pages can be served: whether the database answers, and soon. */
export async function isReady(): Promise<boolean> {
  try {
    await within(LONGEST_MS, ask());
    outage.ended();
    return true;
  } catch (error) {
    outage.began(error);
    return false;
  }
}
