import type { Instant, Policy } from "@/lib/domain/words";
import { Book, type DemoReservation } from "./book";
import { tellHistory } from "./history";
import { GPUS, nameOf } from "./lab";
import { pastEndsAt, present } from "./present";
import { Random } from "./random";

/** Every reservation of the demo, in the order in which they were made. The same for the same `now`. */
export function story(now: Instant, policy: Policy): DemoReservation[] {
  const book = new Book(policy);
  const live = present(now);
  for (const reservation of live) book.add(reservation);
  const random = new Random(4090);
  for (const gpu of GPUS) {
    tellHistory({ book, random, policy, now }, gpu, pastEndsAt(nameOf(gpu), live, now));
  }
  return book.reservations.toSorted((a, b) => a.reservedAt - b.reservedAt);
}
