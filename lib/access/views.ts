/** What the pages of accesses are told: plain data, safe in the browser. */
import type { AccountStatus, LiveStatus } from "@/lib/domain/words";

export const HIGHEST_PRIORITY = 1_000;

/** How many accesses may be changed at once; more would hold up the queues for too long. */
export const MOST_CHANGES = 10_000;

/** How a user has access to a GPU that is visible to them. 0 goes before 1. */
export type Access = { readonly priority: number; readonly enabled: boolean };

/** An access in short, to tell whether it is still what somebody saw: "1", "1-" suspended, "" none. */
export function stampOf(access: Access | null): string {
  return access ? `${access.priority}${access.enabled ? "" : "-"}` : "";
}

/** The access that a stamp tells of. */
export function accessOf(stamp: string): Access | null {
  return stamp ? { priority: Number.parseInt(stamp, 10), enabled: !stamp.endsWith("-") } : null;
}

/** A user to choose, or a row of the matrix. */
export type MatrixUser = readonly [
  id: number,
  name: string,
  username: string,
  lab: string,
  status: AccountStatus,
];

/** A column of the matrix. */
export type MatrixGpu = readonly [id: number, gpuName: string, model: string, enabled: boolean];

/** All accesses of some users to some GPUs, as compact as 30,000 of them should be. */
export type Matrix = {
  /** By lab and username: those of one lab stand together. */
  readonly users: readonly MatrixUser[];
  readonly gpus: readonly MatrixGpu[];
  /** For each user the stamps beside all GPUs, with commas between them. */
  readonly rows: readonly string[];
  /** The live reservations there are: the place of the user, of the GPU, and the status. */
  readonly live: readonly (readonly [user: number, gpu: number, status: LiveStatus])[];
};

/** One access as somebody saw it and wants it. */
export type Edit = {
  readonly userId: number;
  readonly gpuId: number;
  /** Stamps. */
  readonly seen: string;
  readonly wanted: string;
};

/** Edits as they are sent: one a line. Stamps hold no spaces. */
export function linesOf(edits: readonly Edit[]): string {
  return edits
    .map(({ userId, gpuId, seen, wanted }) => `${userId} ${gpuId} ${seen} ${wanted}`)
    .join("\n");
}

/** What follows from saving, in the reader's language. */
export type Preview = {
  /** Changes with what follows; sent back, to say which consequences somebody agreed to. */
  readonly digest: string;
  readonly summary: string;
  /** Nothing is left to save. */
  readonly isEmpty: boolean;
  readonly sections: readonly {
    readonly tone: "warning" | "info" | "error";
    readonly title: string;
    readonly lines: readonly string[];
  }[];
};
