/**
 * Where the cells of the matrix lie. All are of one size, so that what is in sight follows from
 * how far it is scrolled: nothing is measured, and nothing else is drawn.
 */
export const ROW = 36;
export const COLUMN = 80;
export const HEAD = 60;

/** So many cells beyond the edge are drawn, so that scrolling finds them there. */
const AHEAD = 4;

/** A cell; -1 is the head of a row or column. */
export type Place = { readonly row: number; readonly column: number };
/** Cells from one corner to the other, both included. */
export type Area = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
};

export type Size = { readonly rows: number; readonly columns: number };

const within = (value: number, least: number, most: number) =>
  Math.max(least, Math.min(most, value));

/** Which cells to draw; it changes only every few cells. */
export function areaInSight(
  box: Pick<HTMLElement, "scrollTop" | "scrollLeft" | "clientWidth" | "clientHeight">,
  { rows, columns }: Size,
): Area {
  const from = (at: number, each: number) => Math.floor(at / each / AHEAD - 1) * AHEAD;
  const to = (at: number, each: number) => Math.ceil(at / each / AHEAD + 1) * AHEAD;
  return {
    top: Math.max(0, from(box.scrollTop, ROW)),
    bottom: Math.min(rows - 1, to(box.scrollTop + box.clientHeight - HEAD, ROW)),
    left: Math.max(0, from(box.scrollLeft, COLUMN)),
    right: Math.min(columns - 1, to(box.scrollLeft + box.clientWidth, COLUMN)),
  };
}

export const sameArea = (a: Area, b: Area): boolean =>
  a.top === b.top && a.bottom === b.bottom && a.left === b.left && a.right === b.right;

/** The area between two cells; a head stands for its whole row or column. */
export function areaBetween(a: Place, b: Place, { rows, columns }: Size): Area {
  const isRow = a.column < 0 || b.column < 0;
  const isColumn = a.row < 0 || b.row < 0;
  return {
    top: isColumn ? 0 : Math.min(a.row, b.row),
    bottom: isColumn ? rows - 1 : Math.max(a.row, b.row),
    left: isRow ? 0 : Math.min(a.column, b.column),
    right: isRow ? columns - 1 : Math.max(a.column, b.column),
  };
}

/** The nearest place that exists. */
export const placeWithin = ({ row, column }: Place, { rows, columns }: Size): Place => ({
  row: within(row, -1, rows - 1),
  column: within(column, -1, columns - 1),
});

/** Scrolls a cell into sight, out from under the heads. */
export function reveal(box: HTMLElement, { row, column }: Place, nameWidth: number): void {
  if (row >= 0) {
    const top = row * ROW;
    const height = box.clientHeight - HEAD;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ROW > box.scrollTop + height) box.scrollTop = top + ROW - height;
  }
  if (column >= 0) {
    const left = column * COLUMN;
    const width = box.clientWidth - nameWidth;
    if (left < box.scrollLeft) box.scrollLeft = left;
    else if (left + COLUMN > box.scrollLeft + width) box.scrollLeft = left + COLUMN - width;
  }
}
