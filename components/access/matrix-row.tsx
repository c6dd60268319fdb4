import Link from "next/link";
import { memo } from "react";
import { accessOf, type MatrixGpu, type MatrixUser } from "@/lib/access/views";
import type { LiveStatus } from "@/lib/domain/words";
import styles from "./matrix.module.css";
import type { Wish } from "./matrix-edits";
import { COLUMN, ROW } from "./matrix-geometry";
import { fill, type MatrixWords } from "./matrix-words";

type Props = {
  place: number;
  user: MatrixUser;
  gpus: readonly MatrixGpu[];
  saved: readonly string[];
  wishes: ReadonlyMap<number, Wish> | undefined;
  live: ReadonlyMap<number, LiveStatus> | undefined;
  words: MatrixWords;
  nameWidth: number;
  /** The columns to draw. */
  left: number;
  right: number;
  /** The selected columns of this row; `selectedTo` is -1 for none. */
  selectedFrom: number;
  selectedTo: number;
  /** The column that the keyboard is at; -1 is the head, null another row. */
  activeColumn: number | null;
};

function stateOf(stamp: string, words: MatrixWords): string {
  const access = accessOf(stamp);
  if (!access) return words.none;
  return fill(access.enabled ? words.on : words.off, { priority: access.priority });
}

const kindOf = (stamp: string) => (stamp === "" ? "none" : stamp.endsWith("-") ? "off" : "on");

/** The columns in sight, and the one that has the focus wherever it is. */
function columnsOf(left: number, right: number, active: number | null): number[] {
  const columns = Array.from({ length: Math.max(0, right - left + 1) }, (_, at) => left + at);
  if (active !== null && active >= 0 && (active < left || active > right)) columns.push(active);
  return columns;
}

function Row(props: Props) {
  const { place, user, gpus, saved, wishes, live, words, nameWidth, activeColumn } = props;
  const [id, name, username, lab] = user;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table's rows cannot be drawn as they come in sight.
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus, one at a time.
    <div role="row" aria-rowindex={place + 2} className={styles.row} style={{ top: place * ROW }}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div
        role="rowheader"
        aria-colindex={1}
        tabIndex={activeColumn === -1 ? 0 : -1}
        data-row={place}
        data-column={-1}
        data-selected={props.selectedTo >= 0 || undefined}
        className={styles.name}
        style={{ width: nameWidth }}
        title={`${name} (${username}) · ${lab}`}
      >
        <Link href={`/admin/access?user=${id}`} prefetch={false} tabIndex={-1} draggable={false}>
          {name}
        </Link>{" "}
        <span>{lab}</span>
      </div>
      {columnsOf(props.left, props.right, activeColumn).map((column) => {
        const [gpuId, gpuName] = gpus[column] ?? [0, ""];
        const before = saved[column] ?? "";
        const wish = wishes?.get(gpuId);
        const stamp = wish?.wanted ?? before;
        const status = live?.get(column);
        const isSelected = column >= props.selectedFrom && column <= props.selectedTo;
        const label = [
          `${name}, ${gpuName}: ${stateOf(stamp, words)}`,
          status && words[status],
          wish && fill(words.changed, { before: stateOf(before, words) }),
          wish && wish.seen !== before && words.conflict,
        ];
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          <div
            key={column}
            role="gridcell"
            aria-colindex={column + 2}
            aria-selected={isSelected}
            aria-label={label.filter(Boolean).join("; ")}
            tabIndex={activeColumn === column ? 0 : -1}
            data-row={place}
            data-column={column}
            data-kind={kindOf(stamp)}
            data-live={status}
            data-changed={wish ? (wish.seen === before ? "" : "!") : undefined}
            className={styles.cell}
            style={{ left: nameWidth + column * COLUMN }}
          >
            {stamp === "" ? "·" : Number.parseInt(stamp, 10)}
          </div>
        );
      })}
    </div>
  );
}

/** A user's row of the matrix, drawn anew only when something of it changes. */
export const MatrixRow = memo(Row);
