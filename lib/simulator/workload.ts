/** What is played, and what comes of it. */
import type { FinalStatus, Policy } from "../domain/words";
import type { Moment } from "./moment";

/** One reservation that somebody tries to make, and what they will do with it. */
export type Row = {
  readonly submit: Moment;
  readonly user: string;
  readonly gpu: string;
  /** 0 before 1 before 2. */
  readonly priority: number;
  /** Whole, ≥ 1. */
  readonly hours: number;
  /** How long after the turn its user presses Start; null for never. */
  readonly claim: Moment | null;
  /** How long after the start its user releases; null, or as long as its hours, for not early. */
  readonly release: Moment | null;
  /** How long after it was submitted its user cancels it, unless it was started; null for never. */
  readonly cancel: Moment | null;
};

/** The rules by which a workload is played. */
export type Rules = Pick<Policy, "claimWindowMinutes" | "quietHours" | "timeZone"> & {
  /** Live reservations of one user over all GPUs; null for as many as they like. */
  readonly maxLive: number | null;
};

/** What became of a row; null for what did not happen. */
export type Outcome = {
  /** REJECTED: the user had a live one on that GPU, or as many as one may have. */
  readonly status: FinalStatus | "REJECTED";
  readonly notified: Moment | null;
  readonly started: Moment | null;
  readonly ended: Moment | null;
};
