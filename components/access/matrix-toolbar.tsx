"use client";

import { useState } from "react";
import { HIGHEST_PRIORITY, type Matrix } from "@/lib/access/views";
import { give, setEnabled, setPriority } from "./matrix-edits";
import { fill, type MatrixWords } from "./matrix-words";
import type { MatrixState } from "./use-matrix";

type Props = {
  matrix: Matrix;
  state: MatrixState;
  words: MatrixWords;
  onCopy: () => void;
};

/** What can be done with the selection by those who do not use the keys. */
export function MatrixToolbar({ matrix, state, words, onCopy }: Props) {
  const { area, apply, command, selectLab } = state;
  const [priority, setTyped] = useState("1");
  const labs = [...new Set(matrix.users.map((user) => user[3]))];
  const isPossible = /^\d{1,4}$/.test(priority) && Number(priority) <= HIGHEST_PRIORITY;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="min-w-28 text-sm" aria-live="polite">
        {fill(words.selected, {
          users: area.bottom - area.top + 1,
          gpus: area.right - area.left + 1,
        })}
      </span>
      <select
        aria-label={words.selectLab}
        value=""
        className="select select-sm w-40"
        onChange={({ target }) => selectLab(target.value)}
      >
        <option value="">{words.chooseLab}</option>
        {labs.map((lab) => (
          <option key={lab}>{lab}</option>
        ))}
      </select>
      <button
        type="button"
        className="btn btn-sm"
        onClick={() => command({ do: "select", what: "all" })}
      >
        {words.selectAll}
      </button>
      <button type="button" className="btn btn-sm" onClick={() => apply(give)}>
        {words.give}
      </button>
      <button type="button" className="btn btn-sm" onClick={() => command({ do: "remove" })}>
        {words.remove}
      </button>
      <button type="button" className="btn btn-sm" onClick={() => apply(setEnabled(false))}>
        {words.suspend}
      </button>
      <button type="button" className="btn btn-sm" onClick={() => apply(setEnabled(true))}>
        {words.enable}
      </button>
      <form
        className="join"
        onSubmit={(event) => {
          event.preventDefault();
          if (isPossible) apply(setPriority(Number(priority)));
        }}
      >
        <input
          aria-label={words.priority}
          aria-invalid={isPossible ? undefined : true}
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          value={priority}
          className="input input-sm join-item w-14"
          onChange={({ target }) => setTyped(target.value.normalize("NFKC").trim())}
        />
        <button type="submit" className="btn btn-sm join-item nowrap">
          {words.setPriority}
        </button>
      </form>
      <button type="button" className="btn btn-sm" onClick={onCopy}>
        {words.copy}
      </button>
      <button type="button" className="btn btn-sm" onClick={() => command({ do: "undo" })}>
        {words.undo}
      </button>
    </div>
  );
}
