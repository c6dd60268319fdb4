/** What shall change in the matrix and is not saved yet. */
import { accessOf, type Edit, type Matrix, stampOf } from "@/lib/access/views";
import type { Area } from "./matrix-geometry";

export type Wish = { readonly seen: string; readonly wanted: string };
/** By user, then by GPU. A row that does not change stays the same object. */
export type Edits = ReadonlyMap<number, ReadonlyMap<number, Wish>>;

/** The stamps of the matrix, row by row. */
export type Saved = readonly (readonly string[])[];

export const savedOf = ({ rows, gpus }: Matrix): Saved =>
  rows.map((row) => (gpus.length === 0 ? [] : row.split(",")));

/** What becomes of an access. */
export type Operation = (stamp: string, at: { gpu: number; column: number }) => string;

const usual = { priority: 1, enabled: true };

export const give: Operation = (stamp) => stamp || stampOf(usual);
export const remove: Operation = () => "";
export const setEnabled =
  (enabled: boolean): Operation =>
  (stamp) => {
    const access = accessOf(stamp);
    return access ? stampOf({ ...access, enabled }) : "";
  };
/** Gives what is not visible yet. */
export const setPriority =
  (priority: number): Operation =>
  (stamp) =>
    stampOf({ ...(accessOf(stamp) ?? usual), priority });

/** How an access stands in the matrix: as it shall be, else as it is saved. */
export function stampAt(matrix: Matrix, saved: Saved, edits: Edits, row: number, column: number) {
  const [userId] = matrix.users[row] ?? [0];
  const [gpuId] = matrix.gpus[column] ?? [0];
  return edits.get(userId)?.get(gpuId)?.wanted ?? saved[row]?.[column] ?? "";
}

/** Every stamp of an area, until `is` finds one. */
export function someStamp(
  matrix: Matrix,
  saved: Saved,
  edits: Edits,
  { top, bottom, left, right }: Area,
  is: (stamp: string) => boolean,
): boolean {
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      if (is(stampAt(matrix, saved, edits, row, column))) return true;
    }
  }
  return false;
}

/** The edits with an operation applied to an area. */
export function edited(
  matrix: Matrix,
  saved: Saved,
  edits: Edits,
  { top, bottom, left, right }: Area,
  operation: Operation,
): Edits {
  const next = new Map(edits);
  for (let row = top; row <= bottom; row++) {
    const [userId] = matrix.users[row] ?? [0];
    const ofUser = new Map(edits.get(userId));
    for (let column = left; column <= right; column++) {
      const gpu = matrix.gpus[column]?.[0] ?? 0;
      // What is changed again is changed from how it stands now.
      const seen = saved[row]?.[column] ?? "";
      const wanted = operation(ofUser.get(gpu)?.wanted ?? seen, { gpu, column });
      if (wanted === seen) ofUser.delete(gpu);
      else ofUser.set(gpu, { seen, wanted });
    }
    if (ofUser.size > 0) next.set(userId, ofUser);
    else next.delete(userId);
  }
  return next;
}

/** Gives up what shall change in an area. */
export function undone(matrix: Matrix, edits: Edits, { top, bottom, left, right }: Area): Edits {
  const next = new Map(edits);
  const gpus = new Set(matrix.gpus.slice(left, right + 1).map(([id]) => id));
  for (const [userId] of matrix.users.slice(top, bottom + 1)) {
    const kept = [...(edits.get(userId) ?? [])].filter(([gpuId]) => !gpus.has(gpuId));
    if (kept.length > 0) next.set(userId, new Map(kept));
    else next.delete(userId);
  }
  return next;
}

export const countOf = (edits: Edits): number =>
  [...edits.values()].reduce((count, ofUser) => count + ofUser.size, 0);

/** As they are sent. */
export const listOf = (edits: Edits): Edit[] =>
  [...edits].flatMap(([userId, ofUser]) =>
    [...ofUser].map(([gpuId, wish]) => ({ userId, gpuId, ...wish })),
  );
