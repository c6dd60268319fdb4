"use client";

import Link from "next/link";
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Matrix } from "@/lib/access/views";
import type { LiveStatus } from "@/lib/domain/words";
import styles from "./matrix.module.css";
import type { Edits, Saved } from "./matrix-edits";
import {
  type Area,
  areaInSight,
  COLUMN,
  HEAD,
  type Place,
  placeWithin,
  ROW,
  reveal,
  type Size,
  sameArea,
} from "./matrix-geometry";
import { type Command, commandOf } from "./matrix-keys";
import { MatrixRow } from "./matrix-row";
import type { MatrixWords } from "./matrix-words";

type Props = {
  matrix: Matrix;
  saved: Saved;
  edits: Edits;
  words: MatrixWords;
  size: Size;
  active: Place;
  selected: Area;
  /** The scrolling box, for whoever puts the focus back into it. */
  box: RefObject<HTMLDivElement | null>;
  onCommand: (command: Command) => void;
};

/** Where few GPUs leave room, names and labs are shown whole. */
const widthOfNames = ({ columns }: Size) => (columns <= 10 ? 384 : 240);
const NARROW = 128;

const FIRST: Area = { top: 0, bottom: 28, left: 0, right: 15 };

/** What is drawn: the cells in sight, as the box is scrolled. */
function useSight(box: RefObject<HTMLDivElement | null>, size: Size) {
  const [sight, setSight] = useState(FIRST);
  const [isNarrow, setIsNarrow] = useState(false);

  useEffect(() => {
    const element = box.current;
    const around = element?.parentElement;
    if (!element || !around) return;
    const look = () => {
      const next = areaInSight(element, size);
      setSight((before) => (sameArea(before, next) ? before : next));
      setIsNarrow(around.clientWidth < 640);
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(around);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box, size]);

  const { top, left } = sight;
  const bottom = Math.min(sight.bottom, size.rows - 1);
  const right = Math.min(sight.right, size.columns - 1);
  return { top, left, bottom, right, nameWidth: isNarrow ? NARROW : widthOfNames(size) };
}

function placeOf(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  if (!cell) return null;
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}

const between = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** The grid itself: one stop of the Tab key, whose cells take the focus as the arrows lead. */
export function MatrixGrid(props: Props) {
  const { matrix, saved, edits, words, size, active, selected, box, onCommand } = props;
  const sight = useSight(box, size);
  const { nameWidth } = sight;
  const isDragging = useRef(false);
  const hasFocus = useRef(false);
  const live = useMemo(() => {
    const rows = new Map<number, Map<number, LiveStatus>>();
    for (const [user, gpu, status] of matrix.live) {
      rows.set(user, (rows.get(user) ?? new Map<number, LiveStatus>()).set(gpu, status));
    }
    return rows;
  }, [matrix]);

  // The cell that the keyboard is at is always drawn: the focus never falls out of the grid.
  const { row: activeRow, column: activeColumn } = active;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !hasFocus.current) return;
    reveal(element, { row: activeRow, column: activeColumn }, nameWidth);
    element
      .querySelector<HTMLElement>(`[data-row="${activeRow}"][data-column="${activeColumn}"]`)
      ?.focus({ preventScroll: true });
  }, [box, activeRow, activeColumn, nameWidth]);

  useEffect(() => {
    const stop = () => {
      isDragging.current = false;
    };
    window.addEventListener("pointerup", stop);
    return () => window.removeEventListener("pointerup", stop);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const page = Math.floor((event.currentTarget.clientHeight - HEAD) / ROW) - 1;
    const command = commandOf(event, active, size, page);
    if (!command) return;
    event.preventDefault();
    if (command.do === "open") {
      event.currentTarget
        .querySelector<HTMLElement>(`[data-row="${activeRow}"][data-column="${activeColumn}"] a`)
        ?.click();
    } else onCommand(command);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const to = placeOf(event.target);
    if (!to || event.button !== 0 || (event.target as Element).closest("a")) return;
    hasFocus.current = true;
    isDragging.current = event.pointerType === "mouse";
    onCommand({ do: "go", to, extend: event.shiftKey });
  };
  const onPointerOver = (event: PointerEvent<HTMLDivElement>) => {
    const to = isDragging.current ? placeOf(event.target) : null;
    if (to) onCommand({ do: "go", to: placeWithin(to, size), extend: true });
  };

  const rows = between(sight.top, sight.bottom);
  if (activeRow >= 0 && (activeRow < sight.top || activeRow > sight.bottom)) rows.push(activeRow);
  const columns = between(sight.left, sight.right);
  if (activeColumn >= 0 && (activeColumn < sight.left || activeColumn > sight.right)) {
    columns.push(activeColumn);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn as it comes in sight.
    <div
      ref={box}
      role="grid"
      aria-label={words.label}
      aria-multiselectable
      aria-rowcount={size.rows + 1}
      aria-colcount={size.columns + 1}
      className={styles.box}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerOver={onPointerOver}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) hasFocus.current = false;
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
      <div
        role="row"
        aria-rowindex={1}
        className={styles.heads}
        style={{ width: nameWidth + size.columns * COLUMN, height: HEAD }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
        <div
          role="columnheader"
          aria-colindex={1}
          tabIndex={activeRow === -1 && activeColumn === -1 ? 0 : -1}
          data-row={-1}
          data-column={-1}
          className={styles.corner}
          style={{ width: nameWidth }}
        >
          {words.corner}
        </div>
        {columns.map((column) => {
          const [id, gpuName, model, isEnabled] = matrix.gpus[column] ?? [0, "", "", true];
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            <div
              key={id}
              role="columnheader"
              aria-colindex={column + 2}
              tabIndex={activeRow === -1 && activeColumn === column ? 0 : -1}
              data-row={-1}
              data-column={column}
              data-off={isEnabled ? undefined : true}
              data-selected={(column >= selected.left && column <= selected.right) || undefined}
              className={styles.head}
              style={{ left: nameWidth + column * COLUMN }}
              title={`${gpuName} · ${model}${isEnabled ? "" : ` · ${words.gpuDisabled}`}`}
            >
              <Link
                href={`/admin/access?gpu=${id}`}
                prefetch={false}
                tabIndex={-1}
                draggable={false}
              >
                {gpuName}
              </Link>
              <span>{model}</span>
              {!isEnabled && <span className="sr-only">{words.gpuDisabled}</span>}
            </div>
          );
        })}
      </div>
      <div
        role="none"
        style={{
          position: "relative",
          width: nameWidth + size.columns * COLUMN,
          height: size.rows * ROW,
        }}
      >
        {rows.map((place) => {
          const user = matrix.users[place];
          if (!user) return null;
          const isSelected = place >= selected.top && place <= selected.bottom;
          return (
            <MatrixRow
              key={user[0]}
              place={place}
              user={user}
              gpus={matrix.gpus}
              saved={saved[place] ?? []}
              wishes={edits.get(user[0])}
              live={live.get(place)}
              words={words}
              nameWidth={nameWidth}
              left={sight.left}
              right={sight.right}
              selectedFrom={isSelected ? selected.left : -1}
              selectedTo={isSelected ? selected.right : -1}
              activeColumn={activeRow === place ? activeColumn : null}
            />
          );
        })}
      </div>
    </div>
  );
}
