"use client";

import { type RefObject, useId, useState } from "react";
import type { Matrix } from "@/lib/access/views";
import { type Operation, stampAt } from "./matrix-edits";
import { fill, type MatrixWords } from "./matrix-words";
import type { MatrixState } from "./use-matrix";

type Props = {
  dialog: RefObject<HTMLDialogElement | null>;
  matrix: Matrix;
  state: MatrixState;
  words: MatrixWords;
};

/** Gives others what one user has, among the GPUs that the matrix shows. Saved is it later. */
export function MatrixCopy({ dialog, matrix, state, words }: Props) {
  const id = useId();
  const { active, area, saved, edits, apply, size } = state;
  const source = Math.max(0, active.row);
  const [from, setFrom] = useState<number>();
  const [lab, setLab] = useState("");
  const [isReplacing, setReplacing] = useState(false);
  const user = matrix.users.findIndex(([userId]) => userId === from);
  const row = user >= 0 ? user : source;
  const labs = [...new Set(matrix.users.map((each) => each[3]))];
  const copy = () => {
    const stamps = matrix.gpus.map((_, column) => stampAt(matrix, saved, edits, row, column));
    const operation: Operation = (stamp, { column }) =>
      isReplacing ? (stamps[column] ?? "") : stamp || (stamps[column] ?? "");
    const rows = lab
      ? {
          top: matrix.users.findIndex((each) => each[3] === lab),
          bottom: matrix.users.findLastIndex((each) => each[3] === lab),
        }
      : { top: area.top, bottom: area.bottom };
    apply(operation, { ...rows, left: 0, right: size.columns - 1 });
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={id} className="dialog">
      <form
        method="dialog"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          copy();
        }}
      >
        <h2 id={id} className="font-semibold text-lg">
          {words.copyTitle}
        </h2>
        <p className="text-muted">{fill(words.copyHelp, { count: size.columns })}</p>
        <label className="grid gap-1">
          <span className="font-medium">{words.corner}</span>
          <select
            className="select"
            value={matrix.users[row]?.[0] ?? ""}
            onChange={({ target }) => setFrom(Number(target.value))}
          >
            {matrix.users.map(([userId, name, username, ofLab]) => (
              <option key={userId} value={userId}>
                {`${ofLab} · ${name} (${username})`}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1">
          <span className="font-medium">{words.copyTo}</span>
          <select className="select" value={lab} onChange={({ target }) => setLab(target.value)}>
            <option value="">
              {fill(words.copySelected, { users: area.bottom - area.top + 1 })}
            </option>
            {labs.map((each) => (
              <option key={each} value={each}>
                {fill(words.copyLab, { lab: each })}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="grid gap-1">
          <legend className="pb-1 font-medium">{words.copyHow}</legend>
          {[false, true].map((replaces) => (
            <label key={String(replaces)} className="flex min-h-9 items-center gap-3">
              <input
                type="radio"
                name="how"
                className="radio radio-primary radio-sm"
                checked={isReplacing === replaces}
                onChange={() => setReplacing(replaces)}
              />
              {replaces ? words.copyReplace : words.copyAdd}
            </label>
          ))}
        </fieldset>
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            {words.back}
          </button>
          <button type="submit" className="btn btn-primary">
            {words.copyDo}
          </button>
        </div>
      </form>
    </dialog>
  );
}
