/** Maintenance of GPUs, and whom a change of it concerns. */
import type { Outage, Reservation } from "./queue";
import { ADMIN, DONE, Wishes } from "./wishes";
import type { TakeOut } from "./words";

const STANDS: Record<string, string> = { ACTIVE: "uses", NOTIFIED: "has-turn", WAITING: "waits" };

export abstract class Maintained extends Wishes {
  office = (what: string) => this.note("office", what);

  openOutage = (gpu: number) => this.outages(gpu).find(({ until }) => until > this.now);

  takeOut({ gpu, inMinutes, forMinutes }: TakeOut): string[] {
    const from = this.now + inMinutes;
    const until = from + (forMinutes ?? Number.POSITIVE_INFINITY);
    const all = this.gpus[gpu]?.outages ?? [];
    const overlaps = this.outages(gpu).some((other) => other.from < until && from < other.until);
    if (overlaps) return ["maintenance-overlaps"];
    this.freeIfDue(gpu);
    const before = this.of(gpu);
    const outage: Outage = { from, until, told: new Set() };
    all.push(outage);
    this.office(`gpu.maintenance-planned G${gpu} by admin`);
    const felt = this.feel(gpu);
    for (const r of before) {
      const effect = felt.get(r) ?? STANDS[r.status];
      // Of these other mails tell.
      if (!effect || effect === "ended" || effect === "turn-given") continue;
      outage.told.add(r.n);
      this.tell(r, "maintenance", ` ${effect}`);
    }
    return DONE;
  }

  bringBack(gpu: number): string[] {
    const open = this.openOutage(gpu);
    if (!open) return ["not-found"];
    this.freeIfDue(gpu);
    const before = this.of(gpu);
    const isCalledOff = open.from > this.now;
    const wasSaidUntilWhen = isCalledOff || open.until !== Number.POSITIVE_INFINITY;
    open.until = isCalledOff ? open.from : this.now;
    this.office(`gpu.maintenance-${isCalledOff ? "called-off" : "over"} G${gpu} by admin`);
    const felt = this.feel(gpu);
    for (const r of before) {
      const effect = felt.get(r);
      if (effect === "ended" || effect === "turn-given") continue;
      if (effect === "restored" || (wasSaidUntilWhen && open.told.has(r.n))) {
        this.tell(r, "maintenance-over");
      }
    }
    return DONE;
  }

  /** What other outages mean at once, for whom. */
  feel(gpu: number): Map<Reservation, string> {
    const felt = new Map<Reservation, string>();
    const r = this.holderOf(gpu);
    if (r?.status === "ACTIVE" && this.isOut(gpu)) {
      this.end(r, "COMPLETED", this.now, "MAINTENANCE", ADMIN, "fan");
      this.happened(r, "completed", ADMIN);
      this.tell(r, "ended", ` MAINTENANCE at ${this.now}`);
      felt.set(r, "ended");
    } else if (r?.status === "ACTIVE" && r.endsAt !== this.plannedEnd(r)) {
      const effect = this.plannedEnd(r) < (r.endsAt ?? 0) ? "shortened" : "restored";
      r.endsAt = this.plannedEnd(r);
      this.happened(r, effect, ADMIN);
      this.remind(r);
      felt.set(r, effect);
    } else if (r) {
      this.freeIfDue(gpu, ADMIN);
      if (r.status === "WAITING") felt.set(r, "withdrawn");
    }
    this.giveTurn(gpu);
    const next = this.holderOf(gpu);
    if (next && next !== r) felt.set(next, "turn-given");
    return felt;
  }
}
