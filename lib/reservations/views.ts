/** What pages are told about GPUs, queues and reservations: plain data, safe in the browser. */
import type { DomainRefusal } from "@/lib/domain/decision";
import type { Outlook } from "@/lib/domain/outlook";
import type { Past } from "@/lib/domain/past";
import type { GpuCondition, Obstacle } from "@/lib/domain/standing";
import type {
  EndCause,
  FinalStatus,
  GpuState,
  Instant,
  LiveStatus,
  Outage,
  Reservation,
} from "@/lib/domain/words";

/** What others may know of somebody who holds or waits for a GPU that they see. */
export type Person = { readonly name: string; readonly lab: string };

export type GpuName = {
  readonly id: number;
  readonly model: string;
  /** The server's name and the card's number on it: "gpu01-2". */
  readonly gpuName: string;
};

/** A GPU as those see it to whom it is visible. How to reach it is not part of it. */
export type VisibleGpu = GpuName & {
  readonly server: string;
  readonly cudaVersion: string;
  readonly enabled: boolean;
  /** What is broken; null while healthy. */
  readonly fault: string | null;
};

/** Who holds a GPU: uses it until the planned end, or has its turn until it must be claimed. */
export type Holder = Person & {
  readonly userId: number;
  readonly isUsing: boolean;
  readonly until: Instant;
};

/** Somebody in a queue, and what they may expect. */
export type Waiter = Person & Outlook & { readonly reservation: Reservation };

/** One GPU and its live reservations, as its viewer may see them. */
export type Queue = {
  readonly gpu: VisibleGpu;
  readonly condition: GpuCondition;
  readonly holder: Holder | null;
  /** In the order in which they would likely start. */
  readonly waiters: readonly Waiter[];
  /** The viewer's own access; null for an administrator who has none. */
  readonly access: { readonly priority: number; readonly enabled: boolean } | null;
  /** The viewer's longest reservation on it, in whole hours. */
  readonly longestHours: number;
  /** What the core answers from. */
  readonly state: GpuState;
  /** Everyone in `state`, by user id. */
  readonly people: ReadonlyMap<number, Person>;
  /** What its turns so far tell of those to come; only of this GPU, so that it tells of no other. */
  readonly past: Past;
  readonly now: Instant;
};

/** What a GPU has for its viewer. */
export type Offer =
  /** A place; `startsAt` is the likely start, null while nobody can say. */
  | { readonly kind: "reservable"; readonly startsAt: Instant | null }
  | { readonly kind: "reserved"; readonly own: LiveReservation }
  | { readonly kind: "access-disabled" | "no-access" | "no-hours" };

/** A reservation that can still change, and what its user may expect and do. */
export type LiveReservation = {
  readonly id: number;
  readonly gpu: VisibleGpu;
  readonly status: LiveStatus;
  readonly details: Reservation;
  /** While it waits. */
  readonly expectation: Outlook | null;
  /** Why it gets no turn at present; null when nothing but the queue is before it. */
  readonly obstacle: Obstacle | null;
  /** The maintenance in which the GPU is, or that is next. */
  readonly outage: Outage | null;
  /** Until when a turn must be claimed, or the planned end of a use. */
  readonly deadline: Instant | null;
  /** The deadline has passed and the worker is about to act on it. */
  readonly isOver: boolean;
  /** Who gets the turn as soon as this reservation leaves it. */
  readonly successor: Person | null;
  readonly giveWayRefusal: DomainRefusal | null;
  readonly extension: { readonly mostHours: number } | { readonly refusal: DomainRefusal };
};

/** A reservation that ended. */
export type PastReservation = {
  readonly id: number;
  readonly gpu: GpuName;
  readonly status: FinalStatus;
  readonly durationHours: number;
  readonly reservedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant;
  readonly endCause: EndCause;
  readonly endReason: string | null;
};

/** Everything its own page says about a reservation. */
export type FoundReservation = {
  readonly details: Reservation;
  readonly gpu: GpuName;
  readonly owner: Person;
  /** Who ended it, when a person did. */
  readonly endedBy: string | null;
  readonly live: LiveReservation | null;
};
