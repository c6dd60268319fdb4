"use client";

import { useMemo, useState } from "react";
import type { Matrix } from "@/lib/access/views";
import {
  countOf,
  type Edits,
  edited,
  give,
  type Operation,
  remove,
  savedOf,
  setEnabled,
  setPriority,
  someStamp,
  undone,
} from "./matrix-edits";
import { type Area, areaBetween, type Place, placeWithin } from "./matrix-geometry";
import type { Command } from "./matrix-keys";

type Selection = { readonly active: Place; readonly anchor: Place; readonly area: Area };

const START: Place = { row: 0, column: 0 };
const CELL: Area = { top: 0, bottom: 0, left: 0, right: 0 };
const NO_EDITS: Edits = new Map();

/** What is selected in the matrix and what shall change, and all that can be done about it. */
export function useMatrix(matrix: Matrix) {
  const saved = useMemo(() => savedOf(matrix), [matrix]);
  const size = useMemo(
    () => ({ rows: matrix.users.length, columns: matrix.gpus.length }),
    [matrix.users.length, matrix.gpus.length],
  );
  const [edits, setEdits] = useState(NO_EDITS);
  const [kept, setSelection] = useState<Selection>({ active: START, anchor: START, area: CELL });
  // Filters may have taken away where the selection was.
  const selection = useMemo(() => {
    const { active, area } = kept;
    if (active.row < size.rows && active.column < size.columns) {
      if (area.bottom < size.rows && area.right < size.columns) return kept;
    }
    const here = placeWithin(active, size);
    return { active: here, anchor: here, area: areaBetween(here, here, size) };
  }, [kept, size]);
  const count = useMemo(() => countOf(edits), [edits]);
  const { active, anchor, area } = selection;

  const apply = (operation: Operation, to = area) =>
    setEdits((before) => edited(matrix, saved, before, to, operation));
  const some = (is: (stamp: string) => boolean) => someStamp(matrix, saved, edits, area, is);

  const select = (next: Area) => setSelection({ active, anchor: active, area: next });
  const selectLab = (lab: string) => {
    const isOf = (user: Matrix["users"][number]) => user[3] === lab;
    const top = matrix.users.findIndex(isOf);
    const bottom = matrix.users.findLastIndex(isOf);
    if (top < 0) return;
    const place = { row: top, column: Math.max(0, active.column) };
    const isHere = active.row >= top && active.row <= bottom;
    setSelection({
      active: isHere ? active : place,
      anchor: isHere ? active : place,
      area: { top, bottom, left: 0, right: size.columns - 1 },
    });
  };
  const go = (to: Place, extend: boolean) => {
    const place = placeWithin(to, size);
    const from = extend ? anchor : place;
    setSelection({ active: place, anchor: from, area: areaBetween(from, place, size) });
  };
  const selectWhat = (what: "row" | "column" | "all" | "lab" | "cell") => {
    const all = { top: 0, bottom: size.rows - 1, left: 0, right: size.columns - 1 };
    if (what === "all") select(all);
    else if (what === "row") select({ ...all, top: area.top, bottom: area.bottom });
    else if (what === "column") select({ ...all, left: area.left, right: area.right });
    else if (what === "cell") select(areaBetween(active, active, size));
    else selectLab(matrix.users[Math.max(0, active.row)]?.[3] ?? "");
  };

  /** Does what a key, the pointer or a button asks for. */
  const command = (wanted: Command) => {
    switch (wanted.do) {
      case "go":
        return go(wanted.to, wanted.extend);
      case "select":
        return selectWhat(wanted.what);
      case "toggle":
        return apply(some((stamp) => stamp === "") ? give : remove);
      case "remove":
        return apply(remove);
      case "suspend":
        return apply(setEnabled(!some((stamp) => stamp !== "" && !stamp.endsWith("-"))));
      case "priority":
        return apply(setPriority(wanted.priority));
      case "undo":
        return setEdits((before) => undone(matrix, before, area));
      default:
        return undefined;
    }
  };
  const discard = () => setEdits(NO_EDITS);
  return { saved, size, edits, count, active, area, command, apply, selectLab, discard };
}

export type MatrixState = ReturnType<typeof useMatrix>;
